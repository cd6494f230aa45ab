package org.crashtag.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What stores answer, in words. */
class S3ErrorsTest {
  private static final S3Path PATH = new S3Path("dumps", "a/b.dmp");

  private static final S3Settings SETTINGS =
      new S3Settings(
          Optional.of(URI.create("http://minio:9000")),
          8,
          Duration.ZERO,
          Duration.ZERO,
          1,
          Duration.ZERO,
          Duration.ZERO);

  private static IOException told(SdkException fault) {
    return S3Errors.of(PATH, fault, SETTINGS);
  }

  private static SdkException answer(int status, String code, String header, String value) {
    SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
    if (header != null) {
      response.putHeader(header, value);
    }
    return S3Exception.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("it said so")
                .sdkHttpResponse(response.build())
                .build())
        .build();
  }

  @Test
  void clockIsNamedWithTheStoresTime() {
    String time = "Mon, 05 Jan 2026 10:00:00 GMT";
    assertThat(told(answer(403, "RequestTimeTooSkewed", "Date", time)))
        .hasMessage(
            "s3://dumps/a/b.dmp: the store at http://minio:9000 refuses requests because its clock"
                + " and this machine's differ by more than 15 minutes; the store's says "
                + time);
  }

  @ParameterizedTest
  @CsvSource({
    "301, PermanentRedirect",
    "307, TemporaryRedirect",
    "400, AuthorizationHeaderMalformed",
    "400, IllegalLocationConstraintException",
    "301, ''"
  })
  void regionIsNamedIfTheStoreTellsIt(int status, String code) {
    assertThat(told(answer(status, code, "x-amz-bucket-region", "eu-west-1")))
        .hasMessage(
            "s3://dumps: this bucket is in another region, eu-west-1; set AWS_REGION=eu-west-1");
    assertThat(told(answer(status, code, null, null)))
        .hasMessage("s3://dumps: this bucket is in another region; set AWS_REGION to it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken"})
  void credentialsThatAreRefusedAreNamed(String code) {
    assertThat(told(answer(403, code, null, null)))
        .hasMessage(
            "s3://dumps/a/b.dmp: the store at http://minio:9000 refuses the credentials ("
                + code
                + ")");
  }

  @Test
  void whatJavaKnowsIsOfJavasKind() {
    assertThat(told(answer(403, "AccessDenied", null, null)))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("s3://dumps/a/b.dmp");
    assertThat(told(answer(404, "NoSuchKey", null, null)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("s3://dumps/a/b.dmp");
    assertThat(told(answer(404, "NoSuchBucket", null, null)))
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessage("s3://dumps: no such bucket");
  }

  @Test
  void otherAnswersAreToldAsTheyAre() {
    String store = "s3://dumps/a/b.dmp: the store at http://minio:9000 answers ";
    assertThat(told(answer(503, "SlowDown", null, null)))
        .hasMessage(store + "503 SlowDown (it said so), after 8 attempts");
    assertThat(told(answer(501, "NotImplemented", null, null)))
        .hasMessage(store + "501 NotImplemented (it said so)");
    assertThat(told(S3Exception.builder().statusCode(400).build())).hasMessage(store + "400");
  }

  @Test
  void storeThatIsNotThereIsNamed() {
    String start = "s3://dumps/a/b.dmp: the store at http://minio:9000";
    assertThat(told(SdkClientException.create("x", new UnknownHostException("minio"))))
        .hasMessage(start + ": no such host: minio");
    assertThat(told(SdkClientException.create("x", new ConnectException("refused"))))
        .hasMessage(start + " can't be reached: refused");
    assertThat(told(SdkClientException.create("x", new SocketTimeoutException("timed out"))))
        .hasMessage(start + " can't be reached: timed out");
  }

  @Test
  void missingCredentialsAreAskedFor() {
    assertThat(
            told(SdkClientException.create("Unable to load credentials from any of the providers")))
        .hasMessage(
            "s3://dumps/a/b.dmp: no AWS credentials; set AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE");
    assertThat(told(SdkClientException.create("first\nsecond")))
        .hasMessage("s3://dumps/a/b.dmp: first");
  }
}
