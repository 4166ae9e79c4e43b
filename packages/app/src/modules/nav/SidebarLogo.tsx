import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { LogoFull, LogoIcon } from './Logo';
import styles from './Logo.module.css';

const LOGO_INDENT = 22;

/** The way home, at the top of the sidebar. */
export const SidebarLogo = () => {
  const { isOpen } = useSidebarOpenState();
  const name = useApi(configApiRef).getOptionalString('app.title');
  return (
    <div
      className={styles.root}
      style={{
        height: 2 * sidebarConfig.logoHeight,
        width: sidebarConfig.drawerWidthClosed,
        paddingLeft: LOGO_INDENT,
      }}
    >
      <Link to="/" underline="none" aria-label={`${name ?? 'Portal'}: home`}>
        {isOpen && name ? <LogoFull name={name} /> : <LogoIcon />}
      </Link>
    </div>
  );
};
