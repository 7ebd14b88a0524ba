using System;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Firmware.Targets;

namespace EdgeAI.Firmware;

/// <summary>The firmware's entry: hands the shared application what this microcontroller has, turns its loop for ever, and restarts the board when that fails.</summary>
public static class Program
{
    private const int NanosecondsPerMillisecond = 1000000;

    // Between a crash and its restart: a board that crashes at once then writes its start record a few times a minute and not as fast as its flash takes it.
    private const int CrashPauseMilliseconds = 5000;
    private const int CrashLookMilliseconds = 100;

    /// <summary>Runs the board.</summary>
    public static void Main()
    {
        BoardApplication? application = null;
        NanoPlatform? platform = null;
        try
        {
            IClock clock = new TargetClock();
            platform = new NanoPlatform(clock);
            BoardImage image = new BoardImage(Board.Configuration, FirmwareVersion.Text, FrameFlags.None);
            application = new BoardApplication(image, platform, Target.OpenStore(), Target.OpenParts(), clock);
            application.Start();
            while (true)
            {
                Rest(application.Step());
            }
        }
        catch (Exception failure)
        {
            // An uncaught exception would end this thread alone and leave a board that is silent for ever: recorded, restarted, told at the next start.
            Pause(platform);
            Crash(application, failure);
        }
    }

    private static void Pause(NanoPlatform? platform)
    {
        for (int waited = 0; waited < CrashPauseMilliseconds; waited += CrashLookMilliseconds)
        {
            Thread.Sleep(CrashLookMilliseconds);
            if (platform != null)
            {
                // Or the supervisor restarts the board before it is recorded why.
                platform.FeedWatchdog();
            }
        }
    }

    private static void Crash(BoardApplication? application, Exception failure)
    {
        try
        {
            if (application != null)
            {
                application.Crash(failure.GetType().Name + ": " + failure.Message);
            }
        }
        catch (Exception)
        {
            // No memory for the words, or no store: the next start still finds that this one was not ended.
        }

        NanoPlatform.Reboot();
    }

    private static void Rest(long nanoseconds)
    {
        // A sleep lasts up to one tick of the system longer than asked. What is left below two ticks is given to the link's threads by turns.
        long milliseconds = (nanoseconds / NanosecondsPerMillisecond) - Target.TickMilliseconds;
        Thread.Sleep(milliseconds > 0 ? (int)milliseconds : 0);
    }
}
