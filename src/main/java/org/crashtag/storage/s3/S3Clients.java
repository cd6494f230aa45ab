package org.crashtag.storage.s3;

import java.time.Duration;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Creates the SDK's client. */
final class S3Clients {
  /**
   * The number of requests at once: those of all workers, with the sources that they read ahead.
   */
  private static final int CONNECTIONS = 64;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /** The region if nothing names one: AWS redirects from here to each bucket's own region. */
  private static final Region ANY = Region.US_EAST_1;

  private S3Clients() {}

  static S3Client of(S3Settings settings) {
    keepConnections();
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .region(region(settings))
            .crossRegionAccessEnabled(true)
            .forcePathStyle(!settings.isAws())
            // Other stores refuse the newer checksums. What is written has its MD5 with it.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .addPlugin(LegacyMd5Plugin.create())
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
            .overrideConfiguration(
                override ->
                    override
                        .addExecutionInterceptor(new WithoutExpect())
                        .retryStrategy(retries(settings)));
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** Java keeps 5 idle connections to a host, and opens a new one for each further request. */
  private static void keepConnections() {
    if (System.getProperty("http.maxConnections") == null) {
      System.setProperty("http.maxConnections", Integer.toString(CONNECTIONS));
    }
  }

  /**
   * The SDK's standard mode, with jitter. It doesn't stop early when many requests fail at once: an
   * outage of seconds must not end a run of hours.
   */
  private static StandardRetryStrategy retries(S3Settings settings) {
    return software.amazon.awssdk.awscore.retry.AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(settings.attempts())
        .circuitBreakerEnabled(false)
        .retryOnException(S3Clients::isBrokenOff)
        .backoffStrategy(BackoffStrategy.exponentialDelay(settings.pause(), LONGEST_PAUSE))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(settings.throttledPause(), LONGEST_PAUSE))
        .build();
  }

  /** If a listing ends early, its text isn't well-formed XML. */
  private static boolean isBrokenOff(Throwable fault) {
    Throwable cause = fault;
    while (cause != null && !(cause instanceof XMLStreamException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static Region region(S3Settings settings) {
    // The whole chain asks the network of AWS, where another store isn't.
    AwsRegionProvider chain =
        settings.isAws()
            ? DefaultAwsRegionProviderChain.builder().build()
            : new AwsRegionProviderChain(
                new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
    try {
      Region named = chain.getRegion();
      return named == null ? ANY : named;
    } catch (SdkClientException e) {
      return ANY;
    }
  }

  /**
   * Asking first whether a body may be sent would cost a round trip for each object that is
   * written.
   */
  private static final class WithoutExpect implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().toBuilder().removeHeader("Expect").build();
    }
  }
}
