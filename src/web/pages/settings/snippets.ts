/** How each SDK is told to send to this server. Each is checked against the SDK's own option of that name. */

export interface SnippetValues {
  /** This server, without a slash at the end: `https://wayworn.example.com`. */
  origin: string
  applicationId: string
  clientToken: string
}

export interface Snippet {
  id: string
  label: string
  /** What to do with it. */
  lead: string
  text: string
}

const RUM = '/api/v2/rum'
const REPLAY = '/api/v2/replay'

const browserOptions = ({ origin, applicationId, clientToken }: SnippetValues, indent: string): string =>
  [
    `applicationId: '${applicationId}',`,
    `clientToken: '${clientToken}',`,
    `proxy: '${origin}/intake',`,
    `service: 'my-app',`,
    `env: 'production',`,
    `sessionSampleRate: 100,`,
    `sessionReplaySampleRate: 20,`,
    `trackUserInteractions: true,`,
  ]
    .map((line) => indent + line)
    .join('\n')

const npm = (v: SnippetValues): Snippet => ({
  id: 'npm',
  label: 'Browser, npm',
  lead: 'npm install @datadog/browser-rum, then once at the start of the app:',
  text: `import { datadogRum } from '@datadog/browser-rum'

datadogRum.init({
${browserOptions(v, '  ')}
})`,
})

const cdn = (v: SnippetValues): Snippet => ({
  id: 'cdn',
  label: 'Browser, script tag',
  lead: 'In the head of every page, before other scripts:',
  text: `<script src="https://www.datadoghq-browser-agent.com/us1/v6/datadog-rum.js"></script>
<script>
  window.DD_RUM && window.DD_RUM.init({
${browserOptions(v, '    ')}
  })
</script>`,
})

const ios = ({ origin, applicationId, clientToken }: SnippetValues): Snippet => ({
  id: 'ios',
  label: 'iOS',
  lead: 'In the app delegate, before anything else:',
  text: `import DatadogCore
import DatadogRUM

Datadog.initialize(
  with: Datadog.Configuration(clientToken: "${clientToken}", env: "production"),
  trackingConsent: .granted
)

RUM.enable(
  with: RUM.Configuration(
    applicationID: "${applicationId}",
    uiKitViewsPredicate: DefaultUIKitRUMViewsPredicate(),
    uiKitActionsPredicate: DefaultUIKitRUMActionsPredicate(),
    customEndpoint: URL(string: "${origin}${RUM}")
  )
)

// Session replay: SessionReplay.Configuration(replaySampleRate: 20,
//   customEndpoint: URL(string: "${origin}${REPLAY}"))`,
})

const android = ({ origin, applicationId, clientToken }: SnippetValues): Snippet => ({
  id: 'android',
  label: 'Android',
  lead: 'In Application.onCreate:',
  text: `val configuration = Configuration.Builder(
  clientToken = "${clientToken}",
  env = "production",
  variant = ""
).build()
Datadog.initialize(this, configuration, TrackingConsent.GRANTED)

Rum.enable(
  RumConfiguration.Builder("${applicationId}")
    .trackUserInteractions()
    .useViewTrackingStrategy(ActivityViewTrackingStrategy(true))
    .useCustomEndpoint("${origin}${RUM}")
    .build()
)

// Session replay: SessionReplayConfiguration.Builder(20f)
//   .useCustomEndpoint("${origin}${REPLAY}")`,
})

const reactNative = ({ origin, applicationId, clientToken }: SnippetValues): Snippet => ({
  id: 'react-native',
  label: 'React Native',
  lead: 'With @datadog/mobile-react-native 2, around the app:',
  text: `import { DatadogProvider, DatadogProviderConfiguration } from '@datadog/mobile-react-native'

const configuration = new DatadogProviderConfiguration(
  '${clientToken}',
  'production',
  '${applicationId}',
  true, // interactions
  true, // resources
  true, // errors
)
configuration.customEndpoints = { rum: '${origin}${RUM}' }

export default function App() {
  return (
    <DatadogProvider configuration={configuration}>
      <Navigation />
    </DatadogProvider>
  )
}`,
})

const flutter = ({ origin, applicationId, clientToken }: SnippetValues): Snippet => ({
  id: 'flutter',
  label: 'Flutter',
  lead: 'In main.dart:',
  text: `import 'package:datadog_flutter_plugin/datadog_flutter_plugin.dart';

final configuration = DatadogConfiguration(
  clientToken: '${clientToken}',
  env: 'production',
  site: DatadogSite.us1,
  rumConfiguration: DatadogRumConfiguration(
    applicationId: '${applicationId}',
    customEndpoint: '${origin}${RUM}',
  ),
);

await DatadogSdk.runApp(configuration, TrackingConsent.granted, () async {
  runApp(const MyApp());
});`,
})

const server = ({ origin, applicationId }: SnippetValues): Snippet => ({
  id: 'server',
  label: 'Server event',
  lead: 'From a backend, with an API key of Settings, Keys:',
  text: `curl -X POST ${origin}/api/v2/prodlytics \\
  -H "DD-API-KEY: $WAYWORN_API_KEY" \\
  -H 'content-type: application/json' \\
  -d '{
    "type": "server",
    "application": { "id": "${applicationId}" },
    "event": { "name": "order.paid" },
    "usr": { "id": "user-42" },
    "order": { "total": 99.5, "currency": "EUR" }
  }'`,
})

/** Every way of sending, the one of the application's type first. */
export const snippetsOf = (type: string, values: SnippetValues): Snippet[] => {
  const all = [npm, cdn, ios, android, reactNative, flutter, server].map((make) => make(values))
  const first = all.filter((s) => s.id === type)
  return [...first, ...all.filter((s) => s.id !== type)]
}
