package org.crashtag.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleDump;
import org.crashtag.storage.LocalStorage;

/**
 * Adds some dumps night after night, and measures each night's time without listing, and the
 * maximum memory of its process. One night of many dumps is a first run over a large archive.
 */
public final class NightsBenchmark {
  private static final long SEED = 4;
  private static final Pattern COUNT = Pattern.compile("\"millis_(list|compare)\" : ([0-9]+)");

  private NightsBenchmark() {}

  /**
   * Runs.
   *
   * @param arguments a folder, the number of nights, and the dumps of each
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0], "nights");
    int nights = Integer.parseInt(arguments[1]);
    int dumps = Integer.parseInt(arguments[2]);
    new LocalStorage().delete(folder.toString());
    Path archive = folder.resolve("archive");
    Fleet fleet = new Fleet(SEED, 2);
    double second = 0;
    for (int night = 1; night <= nights; night++) {
      add(fleet, archive, (night - 1) * dumps, dumps);
      double seconds = night(night, folder);
      second = night == 2 ? seconds : second;
      if (night == nights && night > 2) {
        say("night %d took %.2f times night 2", night, seconds / second);
      }
    }
    say("a run over nothing new:");
    night(nights + 1, folder);
    new LocalStorage().delete(folder.toString());
  }

  private static void add(Fleet fleet, Path archive, int first, int count) throws IOException {
    Files.createDirectories(archive);
    for (int index = first; index < first + count; index++) {
      SampleDump dump = fleet.dump(index);
      dump.write(archive);
    }
  }

  private static double night(int number, Path folder) throws Exception {
    Path report = folder.resolve("report.json");
    Path log = folder.resolve("log");
    long start = System.nanoTime();
    Process process =
        RunProcess.start(
            folder.resolve("archive"),
            folder.resolve("tables"),
            log,
            "--report-json",
            report.toString());
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, RunProcess.peakKilobytes(process));
      Thread.sleep(50);
    }
    double all = (System.nanoTime() - start) / 1e9;
    RunProcess.finish(process, log);
    double listing = listing(Files.readString(report));
    say(
        "night %d: %.2f s, %.2f s of it listing and comparing, %d MB",
        number, all, listing, peak / 1024);
    return all - listing;
  }

  private static double listing(String report) {
    double millis = 0;
    Matcher matcher = COUNT.matcher(report);
    while (matcher.find()) {
      millis += Long.parseLong(matcher.group(2));
    }
    return millis / 1000;
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
