package org.crashtag.cli;

import java.io.Closeable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Hears SIGINT (Ctrl-C) and SIGTERM in place of the Java runtime, which would end the process. Java
 * has this only in a class without a stable name at compile time, {@code sun.misc.Signal}, so it is
 * called by reflection; where it is missing, the signals end the process as before.
 */
final class Signals implements Closeable {
  /** What was heard before, by signal. */
  private final List<Runnable> undo = new ArrayList<>();

  private int interrupts;

  /**
   * Starts listening.
   *
   * @param first called on SIGTERM and on the first SIGINT
   * @param again called on each later SIGINT
   */
  Signals(Runnable first, Runnable again) {
    handle("TERM", first);
    handle(
        "INT",
        () -> {
          interrupts++;
          (interrupts == 1 ? first : again).run();
        });
  }

  private void handle(String name, Runnable heard) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object number = signal.getConstructor(String.class).newInstance(name);
      Object mine =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  heard.run();
                  return null;
                }
                return method.invoke(this, arguments);
              });
      Object before = signal.getMethod("handle", signal, handler).invoke(null, number, mine);
      undo.add(() -> restore(signal, handler, number, before));
    } catch (ReflectiveOperationException e) {
      // The signal isn't there, or the Java runtime was told to keep it.
      return;
    }
  }

  private static void restore(Class<?> signal, Class<?> handler, Object number, Object before) {
    try {
      signal.getMethod("handle", signal, handler).invoke(null, number, before);
    } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("it could be set before", e);
    }
  }

  @Override
  public void close() {
    undo.forEach(Runnable::run);
  }
}
