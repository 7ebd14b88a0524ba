using System.Globalization;
using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Flash.Commands;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Links;

namespace EdgeAI.Flash.Boards;

/// <summary>Where a board's frames reach this machine: a serial port, a serial server's TCP port, or a topic of an MQTT broker.</summary>
internal static class DataLink
{
    private const string TcpPrefix = "tcp:";
    private const string MqttPrefix = "mqtt:";

    // A pseudo-terminal has no speed.
    private const int AnyBaud = 115_200;

    /// <summary>Finds the one serial port that is not the flashing port.</summary>
    /// <exception cref="FlashFailedException">There is none, or more than one.</exception>
    public static string Find(BoardProfile board, string flashingPort)
    {
        string[] others = [.. Candidates().Where(port => Path.GetFullPath(port) != Path.GetFullPath(flashingPort))];
        string wanted = $"the readings of '{board.Name}' come through its UART {board.Uplink?.Uart} at {board.Uplink?.Baud} baud, and not through the flashing port {flashingPort}";
        return others.Length switch
        {
            1 => others[0],
            0 => throw new FlashFailedException($"{wanted}: connect that to this machine and name it with --data-port, or give --no-check to flash without listening"),
            _ => throw new FlashFailedException($"{wanted}: name its port with --data-port; there are {string.Join(", ", others)}"),
        };
    }

    /// <summary>Whether a name is one that <see cref="Open"/> takes; the line that refuses it where not.</summary>
    public static string? Refuse(string name)
    {
        bool isMeantSo = name.StartsWith(TcpPrefix, StringComparison.Ordinal) || name.StartsWith(MqttPrefix, StringComparison.Ordinal);
        return !isMeantSo || TryParseTcp(name, out _, out _) || TryParseMqtt(name, out _, out _, out _)
            ? null
            : $"--data-port {name}: write tcp:HOST:PORT, mqtt:HOST:PORT/TOPIC, or a serial port such as /dev/ttyUSB0";
    }

    /// <summary>The name of the broker's topic that a board behind Wi-Fi speaks under.</summary>
    public static string OfBroker(BoardLinkProfile uplink) => $"{MqttPrefix}{uplink.Host}:{uplink.Port}/{uplink.Topic}";

    /// <summary>Opens a link.</summary>
    /// <param name="name">A serial port, tcp:HOST:PORT, or mqtt:HOST:PORT/TOPIC.</param>
    /// <param name="baud">Bits a second on a serial port; null where it has no speed.</param>
    /// <param name="clock">By which a lost link is tried again.</param>
    /// <exception cref="FlashFailedException">It cannot be opened.</exception>
    public static ILink Open(string name, int? baud, IClock clock)
    {
        if (TryParseTcp(name, out string host, out ushort port))
        {
            return new TcpLink(host, port, clock);
        }

        if (TryParseMqtt(name, out host, out port, out string topic))
        {
            return new MqttLink(host, port, topic, clock);
        }

        return SerialLink.TryOpen(name, baud ?? AnyBaud, clock, out SerialLink? link, out string problem)
            ? link
            : throw new FlashFailedException(problem, ExitCode.Failure);
    }

    private static bool TryParseTcp(string name, out string host, out ushort port) => TryParseAddress(name, TcpPrefix, out host, out port);

    private static bool TryParseMqtt(string name, out string host, out ushort port, out string topic)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        topic = slash < 0 ? "" : name[(slash + 1)..];
        return TryParseAddress(slash < 0 ? name : name[..slash], MqttPrefix, out host, out port) && topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0;
    }

    private static bool TryParseAddress(string name, string prefix, out string host, out ushort port)
    {
        int colon = name.LastIndexOf(':');
        bool isMeantSo = name.StartsWith(prefix, StringComparison.Ordinal) && colon > prefix.Length;
        host = isMeantSo ? name[prefix.Length..colon] : "";
        port = 0;
        return isMeantSo && ushort.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
    }

    private static IEnumerable<string> Candidates() => OperatingSystem.IsLinux()
        ? ((string[])["ttyACM*", "ttyUSB*"]).SelectMany(static pattern => Directory.EnumerateFiles("/dev", pattern)).Order(StringComparer.Ordinal)
        : [];
}
