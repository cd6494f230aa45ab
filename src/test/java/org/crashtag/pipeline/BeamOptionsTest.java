package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.crashtag.pipeline.BeamOptionException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeamOptionsTest {
  private static final String NOTING = "--runner=" + NotingRunner.class.getName();

  private static BeamOptions of(String... arguments) throws BeamOptionException {
    return BeamOptions.of(List.of(arguments));
  }

  @ParameterizedTest
  @CsvSource({
    "input, UNKNOWN_OPTION",
    "-x, UNKNOWN_OPTION",
    "--tragetParallelism=1, UNKNOWN_OPTION",
    "--targetParallelism=many, BAD_VALUE",
    "--runner=NoRunner, UNKNOWN_RUNNER",
    "--runner=java.lang.String, BAD_VALUE"
  })
  void optionThatBeamDoesNotTakeIsNamed(String argument, Kind kind) {
    assertThatExceptionOfType(BeamOptionException.class)
        .isThrownBy(() -> of("--jobName=x", argument))
        .satisfies(
            fault -> {
              assertThat(fault.option()).isEqualTo(argument);
              assertThat(fault.kind()).isEqualTo(kind);
              assertThat(fault.getMessage()).doesNotContain("\n");
            });
  }

  @Test
  void runnerIsNamedBeforeItsOptions() {
    assertThatExceptionOfType(BeamOptionException.class)
        .isThrownBy(() -> of("--flinkMaster=x:1", "--runner=FlinkRunner"))
        .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Kind.UNKNOWN_RUNNER));
  }

  @Test
  void ownRunnerIsNotRemote() throws Exception {
    assertThat(of().remote()).isEmpty();
    assertThat(of("--runner=DirectRunner").remote()).isEmpty();
    assertThat(of("--runner=direct").remote()).isEmpty();
    assertThat(of().toRunner()).isInstanceOf(LocalRunner.class);
  }

  @Test
  void anyOtherRunnerCountsAsRemote() throws Exception {
    assertThat(of(NOTING).remote()).contains("NotingRunner");
    assertThat(of(NOTING).toRunner()).isExactlyInstanceOf(ClusterRunner.class);
  }

  @Test
  void lastValueCountsAndDefaultsGiveWay() throws Exception {
    BeamOptions options = of("--jobName=a", "--jobName=b");
    assertThat(options.value("jobName")).contains("b");
    assertThat(options.withDefault("jobName", "c").value("jobName")).contains("b");
    assertThat(options.with("jobName", "c").arguments()).containsExactly("--jobName=c");
    assertThat(options.withDefault("tempLocation", "t").value("tempLocation")).contains("t");
  }
}
