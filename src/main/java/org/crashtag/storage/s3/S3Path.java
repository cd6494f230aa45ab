package org.crashtag.storage.s3;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * An object, or all objects whose keys begin in the same way.
 *
 * @param bucket its name
 * @param key as it is in the URI, without escapes; empty for the whole bucket
 */
record S3Path(String bucket, String key) {
  static final String SCHEME = "s3";

  private static final String START = SCHEME + "://";

  /** Names that any store may allow; the exact rules depend on the store. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Parses {@code s3://bucket/key}.
   *
   * @throws IOException if there is no valid name of a bucket in it
   */
  static S3Path parse(String uri) throws IOException {
    String rest = uri.substring(Math.min(uri.length(), START.length()));
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IOException(uri + ": no bucket in this URI; expected s3://bucket/prefix");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IOException(uri + ": \"" + bucket + "\" is not a bucket name");
    }
    return new S3Path(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  /** The URI of another key in the bucket. */
  String uri(String other) {
    return START + bucket + "/" + other;
  }

  /** What the keys below this path begin with. */
  String prefix() {
    return key.isEmpty() || key.endsWith("/") ? key : key + "/";
  }

  /** The bucket's URI. */
  String bucketUri() {
    return START + bucket;
  }

  @Override
  public String toString() {
    return key.isEmpty() ? bucketUri() : uri(key);
  }
}
