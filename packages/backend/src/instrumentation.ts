import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

// Imported before anything else: a meter that is asked for before there is a
// provider measures nothing. OTEL_METRICS_EXPORTER is OpenTelemetry's own name for
// the choice; OTEL_EXPORTER_PROMETHEUS_HOST and _PORT are read by the exporter.
// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
if (process.env.OTEL_METRICS_EXPORTER === 'prometheus') {
  const exporter = new PrometheusExporter(
    {
      // This machine only by default: it has no authentication.
      host: process.env.OTEL_EXPORTER_PROMETHEUS_HOST || '127.0.0.1',
      // It would name the path of the Node that runs the portal.
      withoutTargetInfo: true,
    },
    // Called with nothing where it listens. There is no logger yet.
    (error: Error | void) => {
      if (error) {
        process.stderr.write(
          `Metrics cannot be read: ${error.message}. Free that port, or set OTEL_EXPORTER_PROMETHEUS_PORT to another.\n`,
        );
      }
    },
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
}
