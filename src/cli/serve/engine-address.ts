import type { EngineAddress } from '../../engine/open.ts'
import type { Config } from '../config.ts'
import { dataFolders } from '../data-folders.ts'

/** Where the configuration says the events are. */
export const engineAddress = ({ clickhouseUrl, clickhouseCluster, data }: Config): EngineAddress =>
  clickhouseUrl
    ? {
        kind: 'remote',
        urls: clickhouseUrl.split(',').map((url) => url.trim()),
        ...(clickhouseCluster ? { cluster: clickhouseCluster } : {}),
      }
    : { kind: 'embedded', folder: dataFolders(data).events }
