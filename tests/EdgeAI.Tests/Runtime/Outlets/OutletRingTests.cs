using System.Buffers.Binary;
using System.Runtime.Versioning;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Tests.Runtime.Outlets;

[SupportedOSPlatform("linux")]
public sealed class OutletRingTests : IDisposable
{
    private readonly OutletFolder _folder = new();
    private readonly OutletItem _item = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfAPublishedEvent_GivesEveryField()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();
        _folder.Clock.AdvanceTo(6000);

        Assert.True(outlet.Publish(new StreamId(2, 9), 77, OutletFolder.Event(-1500), FrameFlags.Simulated, 4000));

        Assert.Equal(OutletRead.Item, reader.Read(_item));
        Assert.Equal(0, _item.Sequence);
        Assert.Equal(new Stamp(5000, 40), _item.Stamp);
        Assert.Equal(4000, _item.OldestInput);
        Assert.Equal(6000, _item.PublishedAt);
        Assert.Equal(new StreamId(2, 9), _item.Source);
        Assert.Equal(77, _item.SourceSequence);
        Assert.Equal(OutletKind.Event, _item.Kind);
        Assert.Equal(FrameFlags.Simulated, _item.Flags);
        Assert.Equal(24, _item.Payload.Length);
        Assert.Equal(-1.5, BinaryPrimitives.ReadDoubleLittleEndian(_item.Payload));
        Assert.Equal(OutletRead.Nothing, reader.Read(_item));
        Assert.Equal(7, reader.Boot);
        Assert.Equal(1_000_000, reader.OriginNanoseconds);
    }

    [Fact]
    public void Publish_OfAnUnknownUncertainty_SaysUnknown()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();
        PerceptionEvent perceived = OutletFolder.Event(1);
        perceived.Stamp = new Stamp(5000, FrameTime.UnknownNanoseconds);

        outlet.Publish(OutletFolder.Source, 0, perceived, FrameFlags.None, 9000);

        Assert.Equal(OutletRead.Item, reader.Read(_item));
        Assert.Equal(long.MaxValue, _item.Stamp.UncertaintyNanoseconds);
        Assert.Equal(5000, _item.OldestInput);
    }

    [Fact]
    public void Observe_OfAStagesAnswer_GivesTheOldestReadingBehindIt()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();
        PerceptionEvent perceived = OutletFolder.Event(1);

        outlet.Observe(new Sample<Message>(perceived, perceived.Stamp, OutletFolder.Source, 12, FrameFlags.Simulated, spanNanoseconds: 700));

        Assert.Equal(OutletRead.Item, reader.Read(_item));
        Assert.Equal((4300, 12, OutletFolder.Source), (_item.OldestInput, _item.SourceSequence, _item.Source));
    }

    [Fact]
    public void Step_OfABeatingGraph_BeatsAsItsSlowestPart()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();
        OutletHeart heart = new(outlet, _folder.Clock, parts: 2);
        CountingStepper quick = new();
        BeatingStepper first = new(quick, heart, 0);
        BeatingStepper second = new(new CountingStepper(), heart, 1);

        _folder.Clock.AdvanceTo(50_000_000);
        Assert.True(first.Step());
        long hanging = reader.HeartbeatNanoseconds;
        Assert.True(second.Step());

        Assert.Equal(1, quick.Steps);
        Assert.Equal(1_000_000, hanging);
        Assert.Equal(51_000_000, reader.HeartbeatNanoseconds);
    }

    [Fact]
    public void Publish_OfAMessageThatIsNotCarried_IsCountedAndNumbersNothing()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();

        Assert.False(outlet.Publish(OutletFolder.Source, 0, new Temperature(), FrameFlags.None, 0));

        Assert.Equal(1, outlet.NotCarried);
        Assert.Equal(0, outlet.Published);
        Assert.Equal(OutletRead.Nothing, reader.Read(_item));
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 5)]
    [InlineData(1000, 988)]
    public void Read_OfASlowReader_GivesTheRestAndCountsWhatItLost(int published, int lost)
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring(slots: 16)]);
        using OutletRingReader reader = _folder.Reader();

        OutletFolder.Publish(outlet, published);

        for (long expected = lost; expected < published; expected++)
        {
            Assert.Equal(OutletRead.Item, reader.Read(_item));
            Assert.Equal(expected, _item.Sequence);
            Assert.Equal(expected, _item.SourceSequence);
        }

        Assert.Equal(OutletRead.Nothing, reader.Read(_item));
        Assert.Equal(lost, reader.Lost);
    }

    [Fact]
    public void TryOpen_OfARunningRing_BeginsWithTheNextItem()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        OutletFolder.Publish(outlet, 5);
        using OutletRingReader reader = _folder.Reader();

        outlet.Publish(OutletFolder.Source, 5, OutletFolder.Event(1), FrameFlags.None, 0);

        Assert.Equal(OutletRead.Item, reader.Read(_item));
        Assert.Equal(5, _item.Sequence);
        Assert.Equal(0, reader.Lost);
    }

    [Fact]
    public void Read_AgainstAWriterAtFullSpeed_NeverGivesATornItem()
    {
        const int Items = 400_000;
        using Outlet outlet = new(_folder.Clock, [_folder.Ring(slots: 16)]);
        using OutletRingReader reader = _folder.Reader();
        Classification answer = new() { ClassCount = Classification.MaxClasses };
        Thread writer = new(() =>
        {
            for (int item = 0; item < Items; item++)
            {
                Array.Fill(answer.Probabilities, (ushort)item);
                outlet.Publish(OutletFolder.Source, item, answer, FrameFlags.None, 0);
            }

            outlet.Dispose();
        });
        writer.Start();

        long read = 0;
        long latest = -1;
        while (true)
        {
            OutletRead found = reader.Read(_item);
            if (found == OutletRead.Ended)
            {
                break;
            }

            if (found == OutletRead.Nothing)
            {
                reader.Wait(TimeSpan.FromSeconds(1));
                continue;
            }

            read++;
            Assert.Equal(_item.SourceSequence, _item.Sequence);
            Assert.True(_item.Sequence > latest);
            latest = _item.Sequence;
            double expected = (ushort)_item.Sequence / 65535.0;
            for (int index = 0; index < Classification.MaxClasses; index++)
            {
                Assert.Equal(expected, BinaryPrimitives.ReadDoubleLittleEndian(_item.Payload[(40 + (8 * index))..]));
            }
        }

        writer.Join();
        Assert.Equal(Items - 1, latest);
        Assert.Equal(Items, read + reader.Lost);
    }

    [Fact]
    public void PublishAndRead_WhenWarm_AllocateNothing()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();
        PerceptionEvent perceived = OutletFolder.Event(3);
        Classification answer = new() { ClassCount = 5 };

        Assert.Equal(0, Allocation.Of(() =>
        {
            outlet.Publish(OutletFolder.Source, 0, perceived, FrameFlags.None, 0);
            outlet.Publish(OutletFolder.Source, 0, answer, FrameFlags.None, 0);
            outlet.Beat(_folder.Clock.Nanoseconds);
            while (reader.Read(_item) == OutletRead.Item)
            {
            }

            reader.Wait(TimeSpan.FromTicks(1));
        }));
    }

    [Fact]
    public void Dispose_OfTheWriter_EndsTheReaderBehindTheLastItem()
    {
        Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        using OutletRingReader reader = _folder.Reader();
        OutletFolder.Publish(outlet, 1);

        outlet.Dispose();

        Assert.Equal(OutletRead.Item, reader.Read(_item));
        Assert.Equal(OutletRead.Ended, reader.Read(_item));
        Assert.Equal(OutletState.Closed, reader.State);
        Assert.False(OutletRingReader.TryOpen(_folder.PathOf("ring"), out _, out string problem));
        Assert.Contains("is the robot running", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_OverTheRingOfARobotThatDied_TellsItsReadersAndBeginsAnew()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        OutletFolder.Publish(outlet, 3);

        // A ring without a writer: what a robot leaves that was killed.
        File.Copy(_folder.PathOf("ring"), _folder.PathOf("left"));
        using OutletRingReader before = _folder.Reader("left");
        using OutletRing ring = _folder.Ring(slots: 64, boot: 8, name: "left");
        using OutletRingReader after = _folder.Reader("left");

        Assert.Equal(OutletRead.Ended, before.Read(_item));
        Assert.Equal(OutletState.Replaced, before.State);
        Assert.Equal(7, before.Boot);
        Assert.Equal(8, after.Boot);
        Assert.Equal(OutletRead.Nothing, after.Read(_item));
    }

    [Fact]
    public void TryCreate_WhereAnotherRobotWrites_IsRefusedByName()
    {
        using OutletRing first = _folder.Ring();
        OutletRingOptions options = new() { Path = first.Path, Boot = 9, OriginNanoseconds = 0 };

        Assert.False(OutletRing.TryCreate(options, _folder.Clock, out _, out string problem));

        Assert.StartsWith($"outlet ring '{first.Path}': ", problem, StringComparison.Ordinal);
        Assert.Contains("no other robot uses", problem, StringComparison.Ordinal);
        using OutletRingReader reader = _folder.Reader();
        Assert.Equal(7, reader.Boot);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5000)]
    public void TryCreate_WhereAnotherFileStands_LeavesItAlone(int length)
    {
        File.WriteAllBytes(_folder.PathOf("ring"), new byte[length]);
        OutletRingOptions options = new() { Path = _folder.PathOf("ring"), Boot = 9, OriginNanoseconds = 0 };

        Assert.False(OutletRing.TryCreate(options, _folder.Clock, out _, out string problem));

        Assert.Contains("remove it, or name another path", problem, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(_folder.PathOf("ring")).Length);
    }

    [Fact]
    public void TryCreate_InAFolderThatIsNotThere_SaysTheMend()
    {
        OutletRingOptions options = new() { Path = _folder.PathOf("missing/ring"), Boot = 9, OriginNanoseconds = 0 };

        Assert.False(OutletRing.TryCreate(options, _folder.Clock, out _, out string problem));

        Assert.Contains("in a folder that exists", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Beat_AfterAQuarterOfAPeriod_IsSeenByReaders()
    {
        using OutletRing ring = _folder.Ring();
        using OutletRingReader reader = _folder.Reader();
        long made = reader.HeartbeatNanoseconds;

        ring.Beat(12_499_999);
        long tooSoon = reader.HeartbeatNanoseconds;
        ring.Beat(12_500_000);

        Assert.Equal(1_000_000, made);
        Assert.Equal(made, tooSoon);
        Assert.Equal(13_500_000, reader.HeartbeatNanoseconds);
        Assert.Equal(TimeSpan.FromMilliseconds(50), reader.HeartbeatPeriod);
    }

    [Fact]
    public void Read_OfARingOfRubbish_NeverThrowsOrHangs()
    {
        using Outlet outlet = new(_folder.Clock, [_folder.Ring()]);
        Random random = new(5);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = File.ReadAllBytes(_folder.PathOf("ring"));
            random.NextBytes(bytes.AsSpan(round % 2 == 0 ? 256 : 64, 20_000));
            bytes[random.Next(64)] ^= (byte)(round % 3 == 0 ? 1 << random.Next(8) : 0);
            File.WriteAllBytes(_folder.PathOf("rubbish"), bytes);
            File.SetUnixFileMode(_folder.PathOf("rubbish"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (OutletRingReader.TryOpen(_folder.PathOf("rubbish"), out OutletRingReader? reader, out string problem))
            {
                using (reader)
                {
                    for (int read = 0; read < 40; read++)
                    {
                        _ = reader.Read(_item);
                        Assert.InRange(_item.Payload.Length, 0, 4032);
                    }
                }
            }
            else
            {
                Assert.Contains("is no outlet ring", problem, StringComparison.Ordinal);
            }
        }
    }

    private sealed class CountingStepper : EdgeAI.Runtime.Scheduling.IStepper
    {
        public int Steps { get; private set; }

        public bool Step()
        {
            Steps++;
            return true;
        }
    }
}
