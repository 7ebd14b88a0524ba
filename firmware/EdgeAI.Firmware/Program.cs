using System;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Firmware.Targets;

namespace EdgeAI.Firmware;

/// <summary>The firmware's entry: hands the shared application what this microcontroller has, and turns its loop for ever.</summary>
public static class Program
{
    private const int NanosecondsPerMillisecond = 1000000;

    /// <summary>Runs the board.</summary>
    public static void Main()
    {
        IClock clock = new TargetClock();
        BoardImage image = new BoardImage(Board.Configuration, FirmwareVersion.Text, FrameFlags.None);
        BoardApplication application = new BoardApplication(image, new NanoPlatform(), new FileStore(), null, clock);
        try
        {
            application.Start();
            while (true)
            {
                Rest(application.Step());
            }
        }
        catch (Exception failure)
        {
            // An uncaught exception would end this thread alone and leave a board that is silent for ever: recorded, restarted, told at the next start.
            application.Crash(failure.GetType().Name + ": " + failure.Message);
        }
    }

    private static void Rest(long nanoseconds)
    {
        // A sleep lasts up to one tick of the system longer than asked. What is left below two ticks is given to the link's threads by turns.
        long milliseconds = (nanoseconds / NanosecondsPerMillisecond) - Target.TickMilliseconds;
        Thread.Sleep(milliseconds > 0 ? (int)milliseconds : 0);
    }
}
