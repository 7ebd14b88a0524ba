using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Boards;

/// <summary>
/// Makes the boards that this process hosts, each from the configuration that its profile encodes to: a simulated one runs the firmware's own application behind its
/// link; a board that stands for the robot's own buses has nothing to tell, since its clock and its profile are the robot's.
/// </summary>
internal static class HostedBoards
{
    /// <summary>A simulated board has run for a while when the robot meets it, as a real one has: its clock's origin is another.</summary>
    private const long BoardUptimeNanoseconds = 60_000_000_000;

    /// <summary>What hosted boards call their firmware.</summary>
    public static string FirmwareVersion { get; } = $"simulated {typeof(HostedBoards).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Makes them.</summary>
    /// <param name="parts">The robot.</param>
    /// <param name="ends">The links.</param>
    /// <param name="world">The simulated world; null on a real robot.</param>
    /// <param name="buses">Opens the buses that the robot owns.</param>
    /// <exception cref="CannotRunException">A bus or a generator cannot be opened, or a configuration asks for what is not here.</exception>
    public static IHostedBoard[] Make(RobotParts parts, BoardEnds ends, SimulatedHumanoid? world, OwnBuses buses)
    {
        List<IHostedBoard> boards = [];
        foreach (BoardProfile board in parts.Profile.Boards)
        {
            if (world is not null && board.Link.Kind is LinkKind.InProcess or LinkKind.SimulatedSerial)
            {
                boards.Add(Simulated(parts, ends, world!, board));
            }
            else if (board.Link.Kind == LinkKind.InProcess)
            {
                boards.Add(OnOwnBuses(parts, ends, buses, board));
            }
        }

        return [.. boards];
    }

    /// <summary>What a simulated board of a profile would have compiled in.</summary>
    public static BoardImage ImageOf(BoardProfile board) => new(ConfigurationEncoder.Encode(board).Bytes, FirmwareVersion, FrameFlags.Simulated);

    private static SimulatedBoardUnit Simulated(RobotParts parts, BoardEnds ends, SimulatedHumanoid world, BoardProfile board)
    {
        MonotonicClock clock = new(BoardUptimeNanoseconds);
        IHostLine line = ends.LineOf(board.Id) ?? new MemoryHostLine(ends.MemoryOf(board.Id)!);
        SimulatedBoardHost host = new(
            ImageOf(board),
            $"SIM-{parts.Profile.Robot.Id}-{board.Id}",
            configuration => new SimulatedBuses(world, board.Name, configuration),
            line,
            new MemoryStore(),
            new SimulatedParts(world, new GeneratorFiles(parts.Profile, parts.Models), clock),
            clock);
        return new SimulatedBoardUnit((ushort)board.Id, host);
    }

    private static OwnBusBoard OnOwnBuses(RobotParts parts, BoardEnds ends, OwnBuses buses, BoardProfile board)
    {
        byte[] bytes = ConfigurationEncoder.Encode(board).Bytes;
        BoardConfiguration configuration = ConfigurationDecoder.Decode(bytes, bytes.Length).Configuration
            ?? throw new InvalidOperationException($"the configuration of board '{board.Name}' is one that the decoder refuses: a defect of the encoder");
        SensorCatalog catalog = new(configuration, buses.Of(board), null, parts.Clock);
        List<SampledStream> streams = [];
        for (int index = 0; index < configuration.Sensors.Length; index++)
        {
            CatalogStatus status = catalog.TryMake(index, out ISensor? sensor);
            if (sensor is null)
            {
                throw new CannotRunException($"board '{board.Name}': '{board.Sensors[index].Name}' cannot be read here ({status}); {MendOf(status)}");
            }

            streams.Add(new SampledStream(configuration.Sensors[index].Stream, sensor, configuration.Sensors[index].PeriodMicroseconds * 1000L));
        }

        BoardCore core = new((ushort)board.Id, (ushort)parts.Boot, FrameFlags.None, parts.Clock, ends.MemoryOf(board.Id)!, [.. streams]);
        return new OwnBusBoard((ushort)board.Id, board.Name, core, streams);
    }

    private static string MendOf(CatalogStatus status) => status switch
    {
        CatalogStatus.NoBus => "give its bus a device node in the profile",
        CatalogStatus.NoImage => "its chip's firmware image is loaded on a board alone; put the sensor on a board",
        _ => "use a driver of a chip",
    };
}
