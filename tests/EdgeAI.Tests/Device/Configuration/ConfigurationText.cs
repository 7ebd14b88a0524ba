using EdgeAI.Device.Configuration;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>Writes what a configuration says the way that Vectors/index.tsv does.</summary>
internal static class ConfigurationText
{
    public static string Of(BoardConfiguration board)
    {
        List<string> parts =
        [
            $"board={board.Board}",
            $"name={board.BoardName}",
            $"hash={Hex(board.ProfileHash)}",
            $"link={Of(board.Link)}",
            $"queue={board.QueueBytes},{(int)board.QueuePolicy}",
            $"watchdog={board.WatchdogMilliseconds}",
            $"identify={board.IdentifyPin}",
            .. board.Buses.Select(static bus => $"bus={(int)bus.Kind},{bus.Number},{bus.Hertz},{bus.DataPin},{bus.SecondPin},{bus.ClockPin},{bus.SelectPin}"),
            .. board.Sensors.Select(Of),
        ];
        return string.Join(';', parts);
    }

    private static string Of(LinkConfiguration link) => link.Kind switch
    {
        LinkKindCode.Serial => $"serial,{link.SerialPort},{link.Baud},{link.TransmitPin},{link.ReceivePin}",
        LinkKindCode.Mqtt => $"mqtt,{link.Host},{link.Port},{link.Topic}",
        _ => "host",
    };

    private static string Of(SensorConfiguration sensor)
    {
        string chips = string.Join(' ', sensor.Channels.Zip(sensor.Addresses, static (channel, address) => $"{channel}/{address}"));
        string thresholds = sensor.Decision == DecisionCode.None ? "" : $"{sensor.DecisionRest} {sensor.DecisionContact} {sensor.DecisionRelease}";
        return $"sensor={sensor.Stream},{(int)sensor.Driver},{sensor.Bus},{sensor.Switch},{chips},{sensor.PeriodMicroseconds},{sensor.FrameName},{sensor.Uncertainty},"
            + $"{sensor.Calibrated},{Hex(sensor.CertificateHash)},{(int)sensor.Decision},{(sensor.DecisionsAlone ? 1 : 0)},{thresholds},"
            + $"{string.Join(' ', sensor.Parameters)},{string.Join(' ', sensor.Taxels)}";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
