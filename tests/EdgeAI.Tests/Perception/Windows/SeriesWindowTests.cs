using CsCheck;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Windows;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Tests.Perception.Windows;

public class SeriesWindowTests
{
    private const long Period = 1_000_000;

    [Fact]
    public void Add_AnyLengthHopAndPadding_GivesTheRowsThatAPlainListWould() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 9], Gen.Enum<SeriesPadding>(), Gen.Bool, Gen.Int[0, 9].Array[1, 60]).Sample(
            static (length, channels, hop, padding, byChannel, steps) =>
            {
                SeriesWindowOptions options = new()
                {
                    Length = length,
                    Channels = channels,
                    Hop = Math.Min(hop, length),
                    LongestGapNanoseconds = 3 * Period,
                    Padding = padding,
                    IsByChannel = byChannel,
                    Mean = [.. Enumerable.Range(0, channels).Select(static channel => channel + 0.5f)],
                    Scale = [.. Enumerable.Range(0, channels).Select(static channel => channel + 2f)],
                };
                SeriesWindow window = new(options);
                PlainSeries plain = new(options);
                float[] tensor = new float[length * channels];
                long sequence = 0;
                foreach (int step in steps)
                {
                    // One reading in ten comes after a hole.
                    sequence += step == 0 ? 2 : 1;
                    float[] row = [.. Enumerable.Range(0, channels).Select(channel => (float)((sequence * 10) + channel))];
                    row.CopyTo(window.Add(At(sequence, sequence * Period), out SeriesBreak broken));
                    float[]? expected = plain.Add(sequence, row, out bool isBroken);
                    Assert.Equal(isBroken ? SeriesBreak.Hole : SeriesBreak.None, broken);
                    Assert.Equal(expected is not null, window.IsDue);
                    if (expected is not null)
                    {
                        window.CopyTo(tensor);
                        Assert.Equal(expected, tensor);
                        Assert.Equal(plain.Oldest * Period, window.Oldest);
                    }
                }
            },
            iter: 2000,
            threads: 1);

    [Theory]
    [InlineData(1, 2, 2 * Period, SeriesBreak.OtherSource)]
    [InlineData(2, 3, 2 * Period, SeriesBreak.Hole)]
    [InlineData(2, 1, 2 * Period, SeriesBreak.Hole)]
    [InlineData(2, 2, Period, SeriesBreak.TimeStands)]
    [InlineData(2, 2, (4 * Period) + 1, SeriesBreak.Gap)]
    [InlineData(2, 2, 4 * Period, SeriesBreak.None)]
    public void Add_ReadingThatDoesNotContinue_BeginsTheNextWindowAndIsCounted(byte stream, long sequence, long stamp, SeriesBreak expected)
    {
        SeriesWindow window = New(length: 5);
        window.Add(At(0, 0), out _);
        window.Add(At(1, Period), out _);

        window.Add(At(sequence, stamp, stream), out SeriesBreak broken);

        Assert.Equal(expected, broken);
        Assert.Equal(expected == SeriesBreak.None ? 3 : 1, window.Count);
        Assert.Equal(1, window.BreaksFor(expected) + (expected == SeriesBreak.None ? 1 : 0));
    }

    [Fact]
    public void Add_HoleBetweenTwoWindowsThatShareNothing_BreaksNone()
    {
        SeriesWindow window = New(length: 3, hop: 3);
        for (int row = 0; row < 3; row++)
        {
            window.Add(At(row, row * Period), out _);
        }

        Assert.True(window.IsDue);
        window.Add(At(9, 9 * Period), out SeriesBreak broken);
        Assert.Equal((SeriesBreak.None, 1, false), (broken, window.Count, window.IsDue));
    }

    [Fact]
    public void Widen_WindowOfReadingsWithFlags_HasTheLargestUncertaintyAndAllFlagsOfItsOwn()
    {
        SeriesWindow window = New(length: 2);
        window.Add(new Sample<int>(0, new Stamp(0, 900), new StreamId(1, 2), 0, FrameFlags.Simulated), out _);
        window.Add(new Sample<int>(0, new Stamp(Period, 70), new StreamId(1, 2), 1, FrameFlags.None, Period / 2), out _);
        window.Add(new Sample<int>(0, new Stamp(2 * Period, 50), new StreamId(1, 2), 2, FrameFlags.None), out _);

        (long uncertainty, FrameFlags flags) = (60, FrameFlags.None);
        window.Widen(ref uncertainty, ref flags);

        Assert.Equal((70, FrameFlags.None, Period / 2), (uncertainty, flags, window.Oldest));
    }

    [Fact]
    public void CopyTo_NoWindowDueOrAnotherLength_Throws()
    {
        SeriesWindow window = New(length: 2);
        window.Add(At(0, 0), out _);
        Assert.Throws<InvalidOperationException>(() => window.CopyTo(new float[2]));
        window.Add(At(1, Period), out _);
        Assert.Throws<ArgumentException>(() => window.CopyTo(new float[3]));
    }

    [Fact]
    public void Make_OptionOutsideItsRange_Throws()
    {
        SeriesWindowOptions good = new() { Length = 4, Channels = 2, LongestGapNanoseconds = 1 };
        SeriesWindowOptions[] bad =
        [
            good with { Length = 0 }, good with { Channels = 0 }, good with { LongestGapNanoseconds = 0 }, good with { Hop = 5 },
            good with { Hop = 0 }, good with { Mean = [1] }, good with { Scale = [1, float.NaN] },
        ];

        Assert.All(bad, static options => Assert.ThrowsAny<ArgumentException>(() => new SeriesWindow(options)));
    }

    [Fact]
    public void Add_InTheSteadyState_AllocatesNothing()
    {
        SeriesWindow window = new(new SeriesWindowOptions { Length = 20, Channels = 8, Hop = 4, LongestGapNanoseconds = Period, Padding = SeriesPadding.FirstReading });
        float[] tensor = new float[160];
        long sequence = 0;

        Assert.Equal(0, Allocation.Of(() =>
        {
            sequence += sequence % 50 == 0 ? 2 : 1;
            window.Add(At(sequence, sequence * Period), out _).Fill(sequence);
            if (window.IsDue)
            {
                window.CopyTo(tensor);
            }
        }));
    }

    private static SeriesWindow New(int length, int hop = 1) =>
        new(new SeriesWindowOptions { Length = length, Channels = 1, Hop = hop, LongestGapNanoseconds = 3 * Period });

    private static Sample<int> At(long sequence, long nanoseconds, byte stream = 2) =>
        new(0, new Stamp(nanoseconds, 1000), new StreamId(1, stream), sequence, FrameFlags.None);
}
