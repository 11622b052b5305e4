import { ListPage } from './list-page.tsx'

export const Users = () => <ListPage audience="users" />

export const Accounts = () => <ListPage audience="accounts" />
