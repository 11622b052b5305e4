import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { AnswerError } from '../../ui/ask/ask.ts'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { useTitle } from '../../ui/page.tsx'
import type { Params } from '../../ui/scope/search-params.ts'
import { BrandMark } from '../../ui/shell/brand.tsx'
import { backFrom } from '../sign-in-path.ts'
import style from './sign-in.module.css'

const wordsOf = (error: Error): string =>
  error instanceof AnswerError && error.status === 401 ? 'No account has this email and password.' : error.message

export const SignIn = () => {
  const ask = useAsk()
  const queries = useQueryClient()
  const router = useRouter()
  const { back } = useSearch({ strict: false }) as Params
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  useTitle('Sign in')
  const signIn = useMutation({
    mutationFn: () => ask({ method: 'POST', path: '/api/v2/wayworn/sign-in', body: { email, password } }),
    onSuccess: () => {
      queries.clear()
      router.history.push(backFrom(back))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <main className={style.page}>
      <form className={style.form} onSubmit={submit} aria-label="Sign in">
        <h1 className={style.title}>
          <BrandMark size={24} />
          Wayworn
        </h1>
        <TextInput
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          size="sm"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="sm"
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signIn.error && (
          <p className={style.error} role="alert">
            {wordsOf(signIn.error)}
          </p>
        )}
        <Button type="submit" variant="filled" size="sm" loading={signIn.isPending}>
          Sign in
        </Button>
        <p className={style.note}>No account yet? An administrator of this Wayworn can send you a sign-in link.</p>
      </form>
    </main>
  )
}
