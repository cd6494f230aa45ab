package org.crashtag.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One storage for all paths and URIs: those with a scheme, such as {@code s3://bucket/key}, belong
 * to the storage of the {@link StorageProvider} of this scheme, all others to the local disk. The
 * classes of a provider are loaded when the first of its URIs is used.
 */
public final class Storages implements Storage {
  /** A single letter is a drive of Windows. */
  private static final Pattern URI =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+)://.*", Pattern.DOTALL);

  private static final Storages ALL = new Storages();

  private final Storage local = new LocalStorage();
  private final ConcurrentHashMap<String, StorageProvider> providers = new ConcurrentHashMap<>();

  private Storages() {}

  /** The same storage with another provider in place of the one for its scheme. */
  public static Storage with(StorageProvider provider) {
    Storages storages = new Storages();
    storages.providers.put(provider.scheme(), provider);
    return storages;
  }

  /** The storage of all paths and URIs, which is shared in this process. */
  public static Storage all() {
    return ALL;
  }

  /** The storage that a path or URI belongs to. */
  public static Storage of(String path) throws IOException {
    return ALL.at(path);
  }

  /** Whether it is a URI, and not a path of the local disk. */
  public static boolean isUri(String path) {
    return URI.matcher(path).matches();
  }

  private Storage at(String path) throws IOException {
    Matcher uri = URI.matcher(path);
    if (!uri.matches()) {
      return local;
    }
    String scheme = uri.group(1).toLowerCase(java.util.Locale.ROOT);
    StorageProvider provider = providers.get(scheme);
    if (provider == null) {
      provider = load(path, scheme);
      providers.put(scheme, provider);
    }
    return provider.storage();
  }

  private static StorageProvider load(String path, String scheme) throws IOException {
    for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
      if (provider.scheme().equals(scheme)) {
        return provider;
      }
    }
    throw new IOException(
        path
            + ": no storage for "
            + scheme
            + "://; supported: local paths and "
            + ServiceLoader.load(StorageProvider.class).stream()
                .map(provider -> provider.get().scheme() + "://")
                .sorted()
                .collect(Collectors.joining(", ")));
  }

  @Override
  public Optional<Duration> takeover(String lock) throws IOException {
    return at(lock).takeover(lock);
  }

  @Override
  public boolean isRemote(String path) throws IOException {
    return at(path).isRemote(path);
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    return at(path).find(path);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    return at(folder).list(folder);
  }

  @Override
  public void walk(String folder, int depth, Visitor visitor) throws IOException {
    at(folder).walk(folder, depth, visitor);
  }

  @Override
  public void walk(String folder, String start, int depth, Visitor visitor) throws IOException {
    at(folder).walk(folder, start, depth, visitor);
  }

  @Override
  public String canonical(String path) throws IOException {
    return at(path).canonical(path);
  }

  @Override
  public SeekableByteChannel open(String path) throws IOException {
    return at(path).open(path);
  }

  @Override
  public SeekableByteChannel open(Entry listed) throws IOException {
    return at(listed.path()).open(listed);
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    return at(path).read(path, limit);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return at(path).create(path);
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    at(path).put(path, bytes);
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    return at(path).createOnce(path, bytes);
  }

  @Override
  public boolean replaceIf(String path, byte[] bytes, String tag) throws IOException {
    return at(path).replaceIf(path, bytes, tag);
  }

  @Override
  public void delete(String path) throws IOException {
    at(path).delete(path);
  }

  @Override
  public void force(String path) throws IOException {
    at(path).force(path);
  }

  @Override
  public Optional<Closeable> lock(String path, String content) throws IOException {
    return at(path).lock(path, content);
  }
}
