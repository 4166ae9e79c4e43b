import { entityLabCard, entityLabsContent, ownedLabsCard } from './entity';
import { labPicker, lifetimePicker, versionPicker } from './fields';
import { myLabsWidget } from './home';
import { labApi, labsPage } from './labs';
import { labSearchResult, labSearchType } from './search';

export { labApi, labsPage } from './labs';

/** Everything that the plugin adds to an app. */
export const extensions = [
  labApi,
  labsPage,
  entityLabCard,
  ownedLabsCard,
  entityLabsContent,
  myLabsWidget,
  labSearchResult,
  labSearchType,
  lifetimePicker,
  versionPicker,
  labPicker,
];
