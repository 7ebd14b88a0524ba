using System.Security.Cryptography;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Models;
using EdgeAI.Robot.Truth;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.Tests.Robot.Boards;

namespace EdgeAI.Tests.Robot;

/// <summary>The whole desktop robot, from simulated registers to decisions, stepped by a test on a clock that stands still.</summary>
public sealed class WholeGraphTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Step_FromRegistersToDecisionsWithBothModels_AllocatesNothing()
    {
        using Bench bench = new(seed: 3);
        bench.Run(fromMilliseconds: 0, toMilliseconds: 10_000);
        long inferences = bench.Inferences;
        long boards = bench.BoardBytes;
        long executor = bench.ExecutorBytes;
        bench.Run(10_000, 20_000);
        Assert.True(bench.Inferences - inferences > 100, $"only {bench.Inferences - inferences} inferences in the counted part");
        Assert.Equal(0, bench.ExecutorBytes - executor);
        Assert.Equal(0, bench.BoardBytes - boards);
    }

    [Fact]
    public void Step_SameSceneOnSameInstants_GivesTheSameFrames()
    {
        using Bench first = new(seed: 5);
        using Bench second = new(seed: 5);
        using Bench other = new(seed: 6);
        first.Run(0, 6_000);
        second.Run(0, 6_000);
        other.Run(0, 6_000);
        string digest = first.Digest();
        Assert.Equal(digest, second.Digest());
        Assert.NotEqual(digest, other.Digest());
    }

    [Fact]
    public void Step_DividedBetweenTwoThreads_GivesTheSameFramesOnEveryStream()
    {
        using TemporaryProfile divided = new(TwoThreads.Of);
        using Bench whole = new(seed: 5);
        using Bench parts = new(seed: 5, divided.Path);
        Assert.Equal((1, 2), (whole.Threads, parts.Threads));
        whole.Run(0, 6_000);
        parts.Run(0, 6_000);
        Assert.Equal(whole.StreamDigests(), parts.StreamDigests());
    }

    [Fact]
    public void Replay_WhateverTheThreads_IsOnePartAndGivesTheSameDigest()
    {
        using TemporaryProfile divided = new(TwoThreads.Of);
        using Bench whole = new(seed: 5, replaying: true);
        using Bench parts = new(seed: 5, divided.Path, replaying: true);
        Assert.Equal((1, 1), (whole.Threads, parts.Threads));
        whole.Run(0, 6_000);
        parts.Run(0, 6_000);
        Assert.True(parts.Inferences > 50, $"only {parts.Inferences} inferences");
        Assert.Equal(whole.Digest(), parts.Digest());
    }

    [Fact]
    public void Step_OverThreeScenes_PerceivesWhatIsTrue()
    {
        using Bench bench = new(seed: 1);
        bench.Run(0, 30_000);
        foreach (string stage in (string[])["head/presence", "right_hand/touched", "right_hand/gripping"])
        {
            (long agreeing, long compared) = bench.Agreement(stage);
            Assert.True(compared >= 20 && agreeing >= 0.95 * compared, $"{stage}: {agreeing} of {compared}");
        }

        (long grasps, long comparedGrasps) = bench.Agreement("right_hand/grasp");
        Assert.True(comparedGrasps > 300 && grasps >= 0.85 * comparedGrasps, $"grasp: {grasps} of {comparedGrasps}");
        (long obstacles, long comparedObstacles) = bench.Agreement("right_wrist/approach_failure");
        Assert.True(comparedObstacles >= 10 && obstacles >= 0.7 * comparedObstacles, $"approach to grasp: {obstacles} of {comparedObstacles}");
    }

    private sealed class Bench : IFrameSink, IDisposable
    {
        private readonly VirtualClock _clock = new();
        private readonly RobotParts _parts;
        private readonly BoardEnds _ends;
        private readonly SceneComparison _truth;
        private readonly SteppedBoard[] _boards;
        private readonly Dictionary<StreamId, IncrementalHash> _ofStreams = [];
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public Bench(ulong seed, string? path = null, bool replaying = false)
        {
            Assert.True(ProfileLoader.TryLoad(path ?? Checkout.PathOf("hardware-profiles", "desktop.profile.json"), out Profile? profile, out _));
            SimulatedHumanoid world = new(seed, _clock);
            _ends = BoardEnds.InMemory(profile);
            _parts = new RobotParts(profile, _ends, _clock, replaying, _ => this);
            _truth = new SceneComparison(profile.Stages, world, _parts.Stages.LabelsOf);
            _parts.Observers.Add(_truth);
            SimulatedParts hand = new(world, new GeneratorFiles(profile, new ModelFolders(profile)), _clock);
            _boards = [.. profile.Boards.Select(board => new SteppedBoard(board, world, hand, _ends.MemoryOf(board.Id)!, _clock))];
        }

        public int Threads => _parts.Graph.Partitions.Count;

        public long ExecutorBytes { get; private set; }

        public long BoardBytes { get; private set; }

        public long Inferences => _parts.Graph.Stages.Where(stage => _parts.Profile.Stages.First(entry => entry.Name == stage.Name).Model is not null).Sum(static stage => stage.Published);

        public void Run(long fromMilliseconds, long toMilliseconds)
        {
            // One meter for both: as long as neither allocates, no collection on another thread can show as bytes of either.
            AllocationMeter meter = AllocationMeter.Start();
            for (long now = fromMilliseconds; now < toMilliseconds; now++)
            {
                _clock.AdvanceTo(now * Millisecond);
                long before = meter.Bytes;
                foreach (SteppedBoard board in _boards)
                {
                    board.Step();
                }

                long between = meter.Bytes;
                _parts.Graph.Step();
                BoardBytes += between - before;
                ExecutorBytes += meter.Bytes - between;
            }
        }

        public (long Agreeing, long Compared) Agreement(string stage)
        {
            TruthTally tally = _truth.TallyOf(stage);
            return (tally.Agreeing, tally.Compared);
        }

        /// <summary>The digest of each stream's frames by themselves: what is asked of threads, whose streams may overtake each other.</summary>
        public string[] StreamDigests() => [.. _ofStreams.OrderBy(static pair => pair.Key.Board).ThenBy(static pair => pair.Key.Stream)
            .Select(static pair => $"{pair.Key} {Convert.ToHexStringLower(pair.Value.GetCurrentHash())}")];

        public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
        {
            // Bytes 6 and 7 are the boot number, and the checksum covers it: both differ from run to run.
            _hash.AppendData(frame[..6]);
            _hash.AppendData(frame[8..^FrameLayout.ChecksumLength]);
            if (!_ofStreams.TryGetValue(stream, out IncrementalHash? own))
            {
                own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                _ofStreams.Add(stream, own);
            }

            own.AppendData(frame[..6]);
            own.AppendData(frame[8..^FrameLayout.ChecksumLength]);
        }

        public void Dispose()
        {
            _hash.Dispose();
            foreach (IncrementalHash own in _ofStreams.Values)
            {
                own.Dispose();
            }

            _parts.Dispose();
            _ends.Dispose();
        }
    }
}
