using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Wiring;

namespace EdgeAI.Robot.Boards;

/// <summary>
/// Makes the boards that this process hosts. A simulated one speaks for itself, as a real one does; a board that stands for the robot's
/// own bus has nothing to tell: its clock and its profile are the robot's.
/// </summary>
/// <param name="profile">The profile.</param>
/// <param name="sensors">Makes the sensors.</param>
/// <param name="boot">The boards' boot number.</param>
internal sealed class BoardFactory(Profile profile, SensorFactory sensors, ushort boot)
{
    /// <summary>What hosted boards call their firmware.</summary>
    public static string FirmwareVersion { get; } = $"simulated {typeof(BoardFactory).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Makes a board.</summary>
    /// <param name="board">The board in the profile.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="link">Its end of the link.</param>
    /// <param name="streams">Its streams, with the sampling loop's own counts.</param>
    public BoardCore Create(BoardProfile board, IClock clock, ILink link, out SampledStream[] streams)
    {
        streams = [.. board.Sensors.Select(sensor => new SampledStream((byte)sensor.Stream, sensors.Create(sensor, clock), (long)(1e9 / sensor.RateHz)))];
        if (!profile.Robot.Simulated)
        {
            return new BoardCore((ushort)board.Id, boot, FrameFlags.None, clock, link, streams);
        }

        SimulatedBoardActions actions = new(board.Sensors.ToDictionary(static sensor => (byte)sensor.Stream, FastestPeriod));
        BoardControl control = new(DescriptionOf(board, streams), actions);
        actions.Control = control;
        return new BoardCore((ushort)board.Id, boot, FrameFlags.Simulated, clock, link, streams, control);
    }

    // A chip that converts at fixed rates was configured for the profile's; anything else can be read as fast as its limit.
    private static uint FastestPeriod(SensorProfile sensor)
    {
        DriverFacts facts = DriverFacts.Of(sensor.Driver);
        return (uint)(1e6 / (facts.RatesHz.Count > 0 ? sensor.RateHz : facts.MaximumRateHz));
    }

    private BoardDescription DescriptionOf(BoardProfile board, SampledStream[] streams)
    {
        Hello hello = new();
        Set(hello.BoardName, board.Name);
        Set(hello.SerialNumber, $"SIM-{profile.Robot.Id}-{board.Id}");
        Set(hello.FirmwareVersion, FirmwareVersion);
        Convert.FromHexString(profile.Sha256).CopyTo(hello.ProfileHash, 0);
        return new BoardDescription(hello, [.. board.Sensors.Zip(streams, DescriptionOf)], []);
    }

    private static StreamDescription DescriptionOf(SensorProfile sensor, SampledStream stream)
    {
        StreamDescription description = new() { Stream = stream.Number, ReadingType = stream.Sensor.Reading.Type, Minimum = short.MinValue, Maximum = short.MaxValue };
        Set(description.SensorName, DriverFacts.Of(sensor.Driver).Name);
        Set(description.FrameName, sensor.Frame);
        switch (stream.Sensor.Reading)
        {
            case Image image:
                description.Scale = image.Scale;
                description.Elements = image.Samples.Length;
                break;
            case TactileArray tactile:
                description.Scale = tactile.Scale;
                description.Elements = tactile.Values.Length;
                break;
            case WrenchStamped wrench:
                description.Scale = wrench.ForceScale;
                (description.Minimum, description.Maximum) = (int.MinValue, int.MaxValue);
                break;
            case ForceStamped force:
                description.Scale = force.Scale;
                (description.Minimum, description.Maximum) = (int.MinValue, int.MaxValue);
                break;
        }

        return description;
    }

    // Names of a profile are ASCII; one that is longer than the wire's field is cut.
    private static void Set(AsciiText into, string text) => into.TrySet(text.Length > into.Bytes.Length ? text[..into.Bytes.Length] : text);
}
