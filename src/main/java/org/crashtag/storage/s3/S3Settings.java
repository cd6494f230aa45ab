package org.crashtag.storage.s3;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How an S3 store is reached and used.
 *
 * @param endpoint of a store that isn't AWS; empty for AWS
 * @param attempts at a request before its error counts
 * @param pause the longest pause before the second attempt; doubled before each further one
 * @param throttledPause the same, if the store asked to slow down
 * @param partBytes objects above this size are sent in parts of at least this size
 * @param renewal how often a lease is renewed
 * @param stale the age, by the store's clock, at which another process takes over a lease
 */
public record S3Settings(
    Optional<URI> endpoint,
    int attempts,
    Duration pause,
    Duration throttledPause,
    int partBytes,
    Duration renewal,
    Duration stale) {
  private static final S3Settings DEFAULT =
      new S3Settings(
          Optional.empty(),
          8,
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          16 << 20,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  /**
   * The settings of this process: the endpoint of {@code AWS_ENDPOINT_URL_S3} or {@code
   * AWS_ENDPOINT_URL}, or of the system properties {@code aws.endpointUrlS3} or {@code
   * aws.endpointUrl}.
   *
   * @throws IOException if that is no address
   */
  static S3Settings ofEnvironment() throws IOException {
    Optional<String> endpoint = endpointOfEnvironment();
    return endpoint.isEmpty() ? DEFAULT : DEFAULT.withEndpoint(address(endpoint.get()));
  }

  private static URI address(String endpoint) throws IOException {
    String fault = "";
    try {
      URI address = new URI(endpoint);
      if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
        return address;
      }
    } catch (URISyntaxException e) {
      fault = " (" + e.getReason() + ")";
    }
    throw new IOException(
        "AWS_ENDPOINT_URL: expects an address such as https://minio.example.com:9000, not \""
            + endpoint
            + "\""
            + fault);
  }

  private static Optional<String> endpointOfEnvironment() {
    return Optional.ofNullable(System.getProperty("aws.endpointUrlS3"))
        .or(() -> Optional.ofNullable(System.getProperty("aws.endpointUrl")))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
        .filter(url -> !url.isEmpty());
  }

  private S3Settings withEndpoint(URI other) {
    return new S3Settings(
        Optional.of(other), attempts, pause, throttledPause, partBytes, renewal, stale);
  }

  /** Whether buckets have host names of their own, as at AWS. */
  boolean isAws() {
    if (endpoint.isEmpty()) {
      return true;
    }
    String host = String.valueOf(endpoint.get().getHost()).toLowerCase(Locale.ROOT);
    return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
  }

  /** The store's name in messages. */
  String store() {
    return endpoint.map(url -> "the store at " + url).orElse("AWS S3");
  }
}
