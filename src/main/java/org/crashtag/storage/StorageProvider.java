package org.crashtag.storage;

import java.io.IOException;

/**
 * Provides a kind of storage, which {@link Storages} finds by the scheme of a URI. Implementations
 * are listed in {@code META-INF/services/org.crashtag.storage.StorageProvider}.
 */
public interface StorageProvider {
  /** The scheme of its URIs in lower case: {@code s3} for {@code s3://bucket/key}. */
  String scheme();

  /**
   * The storage of all URIs with this scheme. This is called for each use, so it must be fast and
   * make no request to the store.
   */
  Storage storage() throws IOException;
}
