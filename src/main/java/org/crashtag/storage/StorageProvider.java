package org.crashtag.storage;

import java.io.IOException;

/**
 * A kind of storage that {@link Storages} finds by the scheme of a URI. Implementations are listed
 * in {@code META-INF/services/org.crashtag.storage.StorageProvider}.
 */
public interface StorageProvider {
  /** The scheme of its URIs in lower case: {@code s3} for {@code s3://bucket/key}. */
  String scheme();

  /**
   * The storage of all URIs with this scheme. Called for each use, so it must be fast; asks nothing
   * of the store.
   */
  Storage storage() throws IOException;
}
