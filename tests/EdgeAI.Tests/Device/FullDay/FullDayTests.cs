using System.Diagnostics;
using EdgeAI.Device.Application;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The board's whole program for a day on simulated chips, with faults of bus, chips, link, commands, memory and power all day.</summary>
[Collection(nameof(ADayAlone))]
public sealed class FullDayTests(ITestOutputHelper output)
{
    // What two full collections of one process differ by although nothing is kept, because earlier tests' timers and connections come and go: their
    // medians differ by less than that, and by more for one object a minute (24 bytes, 16 hours).
    private const long HeapBound = 16_384;
    private const int HeapHours = 8;

    [Fact]
    public void Live_FaultsAllDay_NoLeakAndNoNumberMissingWithoutAccount()
    {
        long start = Stopwatch.GetTimestamp();
        long[] heap = new long[Day.Hours + 1];
        Day day = new(seed: 24);
        day.HourIsOver = hour => heap[hour] = GC.GetTotalMemory(forceFullCollection: true);
        day.Live();
        Print(day, heap, Stopwatch.GetElapsedTime(start));

        Assert.True(day.LastBoot < day.FirstBoot, "the count of starts did not wrap");
        Assert.Equal(Day.Evening, day.Application.Configuration.BoardName);
        Assert.True(day.Account.Full > 1000 && day.Account.Closed > 1000 && day.Account.Oldest > 1000 && day.Account.LostAtEnd > 50, "a kind of loss was hardly met");
        Assert.All(day.Troubles.Seen[1..], static seen => Assert.True(seen >= 5, "a kind of trouble was hardly met"));
        Assert.True(day.Troubles.Recoveries >= 50, "hardly any recovery was met");
        Assert.InRange(day.Robot.Rejected, 1, day.Link.CutFrames);
        Assert.All((int[])[LogCode.Started, LogCode.Crashed, LogCode.CompiledConfiguration, LogCode.SafeMode, LogCode.FramesDropped, LogCode.Timing],
            code => Assert.True(day.Commander.Logs[code] > 0, $"log code {code} was never heard"));
        Assert.All((CommandOutcome[])[CommandOutcome.Done, CommandOutcome.Started], outcome => Assert.True(day.Commander.Outcomes[(int)outcome] > 100));
        Assert.All(day.Allocated[1..], static bytes => Assert.Equal(0, bytes));
        Assert.InRange(MedianOf(heap[^HeapHours..]) - MedianOf(heap[1..(1 + HeapHours)]), long.MinValue, HeapBound);
    }

    private static long MedianOf(long[] hours) => hours.Order().ElementAt(hours.Length / 2);

    private void Print(Day day, long[] heap, TimeSpan elapsed)
    {
        DayAccount all = day.Account;
        output.WriteLine($"24 h in {elapsed.TotalSeconds:F1} s: {day.Robot.Readings} readings, {day.Robot.Frames} frames, {day.Transfers} bus transfers, {day.Checks} checks");
        output.WriteLine($"runs {all.Runs} (crashes {day.Crashes}, power cuts {day.PowerCuts}, torn writes {day.Store.Torn}), boots {day.FirstBoot} to {day.LastBoot}");
        output.WriteLine($"numbers {all.Produced} = arrived {all.Received} + full {all.Full} + closed {all.Closed} + oldest {all.Oldest} + lost with the board {all.LostAtEnd} (the queue's own delimiters aside)");
        output.WriteLine($"failed readings {all.FailedReadings}, fault frames {all.FaultFrames}, missed {all.Missed}; episodes seen {string.Join(' ', day.Troubles.Seen)}, recoveries {day.Troubles.Recoveries}, link {string.Join(' ', day.Troubles.LinkEpisodes)}");
        output.WriteLine($"acknowledged {day.Commander.Acknowledged} (by outcome {string.Join(' ', day.Commander.Outcomes)}), time {day.Commander.TimeResponses}, hellos {day.Commander.Hellos}, spoiled pieces {day.SpoiledPieces}, rejected {day.Robot.Rejected}, cut frames {day.Link.CutFrames}");
        output.WriteLine($"logs by code {string.Join(' ', day.Commander.Logs)}");
        output.WriteLine($"allocated by hour {string.Join(' ', day.Allocated)}");
        output.WriteLine($"heap by hour {string.Join(' ', heap)}");
    }
}
