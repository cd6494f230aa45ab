package org.crashtag.storage.s3;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.crashtag.storage.Storage;
import org.crashtag.storage.StorageProvider;

/** {@code s3://bucket/key}, with the settings of the environment. */
public final class S3Provider implements StorageProvider {
  private final ConcurrentHashMap<S3Settings, S3Storage> storages = new ConcurrentHashMap<>();

  @Override
  public String scheme() {
    return S3Path.SCHEME;
  }

  @Override
  public Storage storage() throws IOException {
    return storages.computeIfAbsent(S3Settings.ofEnvironment(), S3Storage::new);
  }
}
