package org.crashtag.publish;

import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * The metadata of a table while it is being changed. Manifests are written immediately, but the
 * metadata that names them stays in memory, so that any number of changes become one version.
 */
final class Draft implements TableOperations {
  private final MetadataFiles files;
  private TableMetadata current;

  Draft(MetadataFiles files, TableMetadata current) {
    this.files = files;
    this.current = current;
  }

  /** Replaces the metadata. */
  void set(TableMetadata next) {
    current = next;
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    current = metadata;
  }

  @Override
  public FileIO io() {
    return files;
  }

  @Override
  public String metadataFileLocation(String name) {
    return files.location(name);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current.location(), current.properties());
  }
}
