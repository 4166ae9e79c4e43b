import { Route, Routes } from 'react-router-dom';
import { LabPage } from './LabPage/LabPage';
import { LabsPage } from './LabsPage/LabsPage';

/** The pages of the plugin. */
export const LabsRouter = () => (
  <main>
    <Routes>
      <Route index element={<LabsPage />} />
      <Route path=":id/*" element={<LabPage />} />
    </Routes>
  </main>
);
