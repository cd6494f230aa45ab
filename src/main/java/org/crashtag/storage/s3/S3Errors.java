package org.crashtag.storage.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Describes in one line what went wrong at a store. */
final class S3Errors {
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int PRECONDITION_FAILED = 412;
  static final int RANGE_NOT_SATISFIABLE = 416;
  static final int NOT_IMPLEMENTED = 501;

  private static final Set<String> CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired");

  private static final Set<String> REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private S3Errors() {}

  /** The store's answer to a failed request; 0 if there was none. */
  static int status(SdkException fault) {
    return fault instanceof AwsServiceException answer ? answer.statusCode() : 0;
  }

  static String code(SdkException fault) {
    if (fault instanceof AwsServiceException answer) {
      AwsErrorDetails details = answer.awsErrorDetails();
      if (details != null && details.errorCode() != null) {
        return details.errorCode();
      }
    }
    return "";
  }

  /**
   * The fault of a request as an exception that the rest of the program knows.
   *
   * @param settings of the store
   */
  static IOException of(S3Path path, SdkException fault, S3Settings settings) {
    IOException known =
        fault instanceof AwsServiceException answer
            ? ofAnswer(path, answer, settings)
            : ofClient(path, fault, settings);
    if (known.getCause() == null) {
      known.initCause(fault);
    }
    return known;
  }

  private static IOException ofAnswer(S3Path path, AwsServiceException fault, S3Settings settings) {
    String code = code(fault);
    int status = fault.statusCode();
    if (code.equals("NoSuchBucket")) {
      return new IOException(path.bucketUri() + ": no such bucket");
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return new IOException(
          path
              + ": "
              + settings.store()
              + " refuses requests because its clock and this machine's differ by more than 15"
              + " minutes"
              + header(fault, "Date").map(date -> "; the store's says " + date).orElse(""));
    }
    Optional<String> region = header(fault, "x-amz-bucket-region");
    if (REGION.contains(code) || status == 301 || status == 307) {
      return new IOException(
          path.bucketUri()
              + ": this bucket is in another region"
              + region.map(name -> ", " + name + "; set AWS_REGION=" + name).orElse("")
              + region.map(name -> "").orElse("; set AWS_REGION to it"));
    }
    if (CREDENTIALS.contains(code)) {
      return new IOException(
          path + ": " + settings.store() + " refuses the credentials (" + code + ")");
    }
    if (status == FORBIDDEN) {
      return new AccessDeniedException(path.toString());
    }
    if (status == NOT_FOUND) {
      return new NoSuchFileException(path.toString());
    }
    String message = fault.awsErrorDetails() == null ? "" : fault.awsErrorDetails().errorMessage();
    return new IOException(
        path
            + ": "
            + settings.store()
            + " answers "
            + status
            + (code.isEmpty() ? "" : " " + code)
            + (message == null || message.isEmpty() ? "" : " (" + message + ")")
            + (status >= 500 && status != NOT_IMPLEMENTED
                ? ", after " + settings.attempts() + " attempts"
                : ""));
  }

  private static Optional<String> header(AwsServiceException fault, String name) {
    AwsErrorDetails details = fault.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? Optional.empty()
        : details.sdkHttpResponse().firstMatchingHeader(name);
  }

  private static IOException ofClient(S3Path path, SdkException fault, S3Settings settings) {
    if (fault instanceof AbortedException) {
      return new InterruptedIOException(path + ": interrupted");
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return new IOException(
            path + ": " + settings.store() + ": no such host: " + cause.getMessage());
      }
      if (cause instanceof ConnectException || cause instanceof SocketTimeoutException) {
        return new IOException(
            path + ": " + settings.store() + " can't be reached: " + cause.getMessage());
      }
    }
    String message = String.valueOf(fault.getMessage());
    if (message.contains("Unable to load credentials")) {
      return new IOException(
          path
              + ": no AWS credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
              + " AWS_PROFILE");
    }
    return new IOException(path + ": " + firstLine(message));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
