package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.crashtag.pipeline.FaultyStorage.Fault;
import org.crashtag.testing.JavaProcess;

/** Ends processes at calls of the storage, and knows the calls of an undisturbed process. */
final class Halts {
  /** The calls that change what is on the disk; the others look. */
  private static final Set<String> CHANGES =
      Set.of("create", "write", "close", "put", "createOnce", "note", "delete", "force", "lock");

  private final List<String> calls;

  /**
   * Of a process.
   *
   * @param calls what it called when nothing disturbed it
   */
  Halts(List<String> calls) {
    this.calls = List.copyOf(calls);
  }

  /** How often an undisturbed process called. */
  int count() {
    return calls.size();
  }

  /** A call's text; calls count from 1. */
  String text(int call) {
    return calls.get(call - 1);
  }

  private boolean isChange(int call) {
    return call > 0 && CHANGES.contains(text(call).split(" ", 2)[0]);
  }

  /** The check of a process that ended at a call. */
  interface Check {
    void at(int call, Fault when) throws Exception;
  }

  /** Ends before and after each call that changes something; after one is before the next. */
  void eachChange(Check check) throws Exception {
    for (int call = 1; call <= count(); call++) {
      if (isChange(call)) {
        if (!isChange(call - 1)) {
          check.at(call, Fault.BEFORE);
        }
        check.at(call, Fault.BEHIND);
      }
    }
  }

  /** The numbers of the calls whose text has these words. */
  List<Integer> with(String... words) {
    return IntStream.rangeClosed(1, count())
        .filter(call -> List.of(words).stream().allMatch(text(call)::contains))
        .boxed()
        .toList();
  }

  /** Says where a process ended that had done these calls. */
  static String at(List<String> done) {
    return done.size()
        + " calls, the last "
        + (done.isEmpty() ? "none" : done.get(done.size() - 1));
  }

  /** How many runs were committed by these calls. */
  static int commits(List<String> done) {
    return (int)
        done.stream().filter(call -> call.matches("createOnce .*/_runs/[0-9]{8}\\.json")).count();
  }

  /**
   * Starts a process that ends before or after a call.
   *
   * @param main has a main method that takes {@code arguments}, the call's number and when
   * @return the calls that were done
   */
  static List<String> halt(Class<?> main, int call, Fault when, Path log, Object... arguments)
      throws Exception {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add(call);
    all.add(when);
    Process process =
        JavaProcess.of(main.getName(), all.toArray())
            .redirectOutput(log.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("exit code").isEqualTo(FaultyStorage.HALTED);
    List<String> begun = Files.readAllLines(log, UTF_8);
    assertThat(begun).hasSize(call);
    return begun.subList(0, when == Fault.BEFORE ? call - 1 : call);
  }
}
