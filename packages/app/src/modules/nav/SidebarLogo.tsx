import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import styles from './SidebarLogo.module.css';

/** The portal's logo: a flask in the seven-sided shape of Kubernetes' wheel. */
const LogoIcon = () => (
  <svg
    className={styles.icon}
    viewBox="0 0 32 32"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinejoin="round"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M16 2 27.7 7.6 30.6 20.3 22.5 30.4H9.5L1.4 20.3 4.3 7.6Z" />
    <path d="M13 9h6M14 9v5.5L9.8 22.3a1 1 0 0 0 .9 1.5h10.6a1 1 0 0 0 .9-1.5L18 14.5V9" />
    <path d="M11.8 19.5h8.4" />
  </svg>
);

/** The portal's logo and name. */
const LogoFull = ({ name }: { name: string }) => (
  <span className={styles.full}>
    <LogoIcon />
    {name}
  </span>
);

const LOGO_INDENT = 22;

/** Links to the home page, at the top of the sidebar. */
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
