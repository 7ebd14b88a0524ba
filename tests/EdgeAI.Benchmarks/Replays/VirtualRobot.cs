using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Models;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Benchmarks.Replays;

/// <summary>The simulated robot of a profile on a virtual clock: real drivers on simulated chips, real models, and an hour passes in a minute.</summary>
internal sealed class VirtualRobot : IDisposable
{
    private const long StepNanoseconds = 1_000_000;

    private readonly BoardEnds _ends;
    private readonly List<BoardCore> _cores = [];

    public VirtualRobot(Profile profile)
    {
        SimulatedHumanoid world = new(1, Clock);
        _ends = BoardEnds.InMemory(profile);
        Parts = new RobotParts(profile, _ends, Clock, replaying: true, static _ => new NowhereSink(), frameBoot: 1);
        SimulatedParts parts = new(world, new GeneratorFiles(profile, new ModelFolders(profile)), Clock);
        foreach (BoardProfile board in profile.Boards)
        {
            byte[] bytes = ConfigurationEncoder.Encode(board).Bytes;
            BoardConfiguration configuration = ConfigurationDecoder.Decode(bytes, bytes.Length).Configuration!;
            SensorCatalog catalog = new(configuration, new SimulatedBuses(world, board.Name, configuration), parts, Clock);
            List<SampledStream> streams = [];
            for (int index = 0; index < configuration.Sensors.Length; index++)
            {
                catalog.TryMake(index, out ISensor? sensor);
                streams.Add(new SampledStream(configuration.Sensors[index].Stream, sensor!, configuration.Sensors[index].PeriodMicroseconds * 1000L));
            }

            _cores.Add(new BoardCore((ushort)board.Id, 1, FrameFlags.Simulated, Clock, _ends.MemoryOf(board.Id)!, [.. streams]));
        }

        _cores.ForEach(static core => core.Start());
    }

    public VirtualClock Clock { get; } = new();

    public RobotParts Parts { get; }

    /// <summary>Lets a millisecond pass.</summary>
    public void Step()
    {
        Clock.AdvanceTo(Clock.Nanoseconds + StepNanoseconds);
        foreach (BoardCore core in _cores)
        {
            core.Step();
        }

        while (Parts.Graph.Step())
        {
        }
    }

    public void Dispose()
    {
        Parts.Dispose();
        _ends.Dispose();
    }
}
