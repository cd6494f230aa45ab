package org.crashtag.sample;

import java.time.Instant;
import java.util.List;

/**
 * The facts of one crash of a {@link Fleet}, which the tables must show.
 *
 * @param machineName its folder
 * @param machine its kind of processor
 * @param build of Windows
 * @param processors logical ones
 * @param productType 1 workstation, 3 server
 * @param writer of the tagged region
 * @param bugCheckCode such as 0xD1
 * @param live a live kernel report: the machine continued running
 * @param parameters of the bug check, four
 * @param exceptionCode such as 0xC0000005
 * @param time of the crash
 * @param upTime in steps of 100 ns
 * @param bootId how often the machine had been started
 * @param modules loaded ones, in load order
 * @param kmdfDrivers the KMDF list; its first entry is the framework
 * @param scene the stack, and the driver to blame
 */
public record SampleCrash(
    String machineName,
    MachineKind machine,
    int build,
    int processors,
    int productType,
    RegionWriter writer,
    long bugCheckCode,
    boolean live,
    List<Long> parameters,
    long exceptionCode,
    Instant time,
    long upTime,
    long bootId,
    List<SampleModule> modules,
    List<KmdfDriver> kmdfDrivers,
    SampleScene scene) {
  public SampleCrash {
    parameters = List.copyOf(parameters);
    modules = List.copyOf(modules);
    kmdfDrivers = List.copyOf(kmdfDrivers);
  }
}
