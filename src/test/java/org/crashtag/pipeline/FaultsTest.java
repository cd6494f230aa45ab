package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final String OF_FLINK =
      """
      org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy
      \tat org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler.handleFailure(ExecutionFailureHandler.java:176)
      \tat org.apache.flink.runtime.taskmanager.Task.run(Task.java:562)
      Caused by: org.apache.beam.sdk.util.UserCodeException: org.crashtag.pipeline.OutputFaultException: java.io.IOException: tables/dumps: No space left on device
      \tat org.apache.beam.sdk.util.UserCodeException.wrap(UserCodeException.java:39)
      Caused by: org.crashtag.pipeline.OutputFaultException: java.io.IOException: tables/dumps: No space left on device
      \tat org.crashtag.pipeline.TableWriters.write(TableWriters.java:59)
      Caused by: java.io.IOException: tables/dumps: No space left on device
      \tat org.crashtag.storage.NamedOutput.named(NamedOutput.java:31)
      \t... 12 more
      """;

  @Test
  void innermostCauseOfATraceIsTold() {
    assertThat(Faults.ofTrace(OF_FLINK)).contains("tables/dumps: No space left on device");
  }

  @Test
  void otherClassesThanInputAndOutputAreNamed() {
    assertThat(Faults.ofTrace("java.lang.IllegalStateException: x\n\tat A.b(A.java:1)\n"))
        .contains("IllegalStateException: x");
    assertThat(Faults.ofTrace("a.b.C$OuterException\n\tat A.b(A.java:1)\n"))
        .contains("C$OuterException");
  }

  @Test
  void textThatIsNoTraceHasNoCause() {
    assertThat(Faults.ofTrace("")).isEmpty();
    assertThat(Faults.ofTrace("it failed\n\tat A.b(A.java:1)\n")).isEmpty();
  }

  @Test
  void longMessageIsCut() {
    assertThat(Faults.ofTrace("java.io.IOException: " + "x".repeat(5_000)).orElseThrow())
        .hasSize(1_000);
  }

  @Test
  void causeThatHasATextIsTold() {
    assertThat(
            Faults.innermost(
                new RuntimeException("failed", new IOException("no space", new IOException()))))
        .isEqualTo("no space");
    assertThat(Faults.innermost(new IllegalStateException("wrong")))
        .isEqualTo("IllegalStateException: wrong");
  }

  @Test
  void innermostFaultOfInputOrOutputIsTold() {
    IOException inner = new IOException("inner");
    RuntimeException wrapped = new IllegalStateException(new IOException("outer", inner));
    assertThat(Faults.ofPipeline(wrapped)).isSameAs(inner);
    RuntimeException other = new IllegalStateException("a fault of the program");
    assertThatThrownBy(() -> Faults.ofPipeline(other)).isSameAs(other);
  }
}
