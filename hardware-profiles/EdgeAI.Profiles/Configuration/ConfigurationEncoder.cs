using System.Globalization;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Profiles.Configuration;

/// <summary>
/// Turns a board's profile into the bytes of firmware/CONFIGURATION.md: what its firmware carries, what UpdateConfiguration sends it, and what
/// the simulated board and a robot that owns its buses make their drivers of. Stateless and thread safe.
/// </summary>
public static class ConfigurationEncoder
{
    /// <summary>The version of the format that is written.</summary>
    public const int Version = 1;

    /// <summary>The most bytes that a board takes; the loaders refuse a profile that needs more.</summary>
    public const int MaximumBytes = 8192;

    private const int NoPin = -1;
    private const int HostLink = 2;
    private const int NoSwitch = 0;
    private const int NoChannel = 255;

    /// <summary>Encodes a board that a loader gave.</summary>
    /// <param name="board">The board.</param>
    /// <returns>The bytes and what they are.</returns>
    public static ConfigurationImage Encode(BoardProfile board)
    {
        ArgumentNullException.ThrowIfNull(board);
        ConfigurationWriter writer = new();
        writer.U8("version", Version);
        writer.U16("board", board.Id);
        writer.Text("boardName", board.Name);
        writer.Hash("profileHash", board.Sha256);
        WriteLink(writer, board.Uplink);
        writer.U16("queueBytes", board.Queue.Bytes);
        writer.U8("queuePolicy", board.Queue.Policy == SendQueuePolicy.DropNewest ? 0 : 1, board.Queue.Policy == SendQueuePolicy.DropNewest ? "drop the newest" : "drop the oldest");
        writer.U16("watchdog", board.WatchdogMilliseconds);
        writer.I16("identifyPin", board.IdentifyPin ?? NoPin);
        writer.U8("buses", board.Buses.Count);
        for (int index = 0; index < board.Buses.Count; index++)
        {
            WriteBus(writer, $"buses[{index}]", board.Buses[index]);
        }

        writer.U8("sensors", board.Sensors.Count);
        for (int index = 0; index < board.Sensors.Count; index++)
        {
            WriteSensor(writer, $"sensors[{index}]", board, board.Sensors[index]);
        }

        return writer.Finish();
    }

    private static void WriteLink(ConfigurationWriter writer, BoardLinkProfile? link)
    {
        switch (link?.Kind)
        {
            case BoardLinkKind.Serial:
                writer.U8("link.kind", 0, "serial");
                writer.U8("link.port", link.Uart!.Value);
                writer.U32("link.baud", (uint)link.Baud!.Value);
                writer.I16("link.tx, rx", link.TransmitPin ?? NoPin, link.ReceivePin ?? NoPin);
                break;
            case BoardLinkKind.Mqtt:
                writer.U8("link.kind", 1, "MQTT");
                writer.Text("link.host", link.Host!);
                writer.U16("link.port", link.Port!.Value);
                writer.Text("link.topic", link.Topic!);
                break;
            default:
                writer.U8("link.kind", HostLink, "the host's own");
                break;
        }
    }

    private static void WriteBus(ConfigurationWriter writer, string at, BoardBusProfile bus)
    {
        bool isI2c = bus.Kind == BusProtocol.I2c;
        writer.U8($"{at}.kind", isI2c ? 0 : 1, isI2c ? "I2C" : "SPI");
        writer.U8($"{at}.number", bus.Controller);
        writer.U32($"{at}.hertz", (uint)bus.Hertz);
        if (isI2c)
        {
            writer.I16($"{at}.SDA, SCL", bus.Sda ?? NoPin, bus.Scl ?? NoPin, NoPin, NoPin);
        }
        else
        {
            writer.I16($"{at}.MOSI, MISO, clock, select", bus.Mosi ?? NoPin, bus.Miso ?? NoPin, bus.Clock ?? NoPin, bus.Select ?? NoPin);
        }
    }

    private static void WriteSensor(ConfigurationWriter writer, string at, BoardProfile board, SensorProfile sensor)
    {
        DriverFacts facts = DriverFacts.Of(sensor.Driver);
        writer.U8($"{at}.stream", sensor.Stream);
        writer.U8($"{at}.driver", facts.Code, facts.Name);
        writer.U8($"{at}.bus", BusOf(board, sensor));
        writer.U8($"{at}.switch", sensor.Switch ?? NoSwitch, sensor.Switch is { } address ? $"0x{address:X2}" : "none");
        WriteChips(writer, at, facts, sensor);
        writer.U32($"{at}.period", (uint)Math.Round(1e6 / sensor.RateHz));
        writer.Text($"{at}.frameName", sensor.Frame);
        writer.U32($"{at}.uncertainty", (uint?)sensor.Certificate?.UncertaintySteps ?? uint.MaxValue);
        writer.U32($"{at}.calibrated", sensor.Certificate is { } certificate ? uint.Parse(certificate.Date.Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : 0);
        writer.Hash($"{at}.certificateHash", sensor.Certificate?.Sha256);
        writer.U8($"{at}.decision", sensor.Decision is null ? 0 : 1, sensor.Decision is null ? "none" : "contact and slip");
        writer.U8($"{at}.decisionSends", sensor.Decision?.Sends == DecisionSends.DecisionsAlone ? 1 : 0, sensor.Decision?.Sends == DecisionSends.DecisionsAlone ? "decisions alone" : "readings and decisions");
        if (sensor.Decision is { } decision)
        {
            writer.I32($"{at}.rest", decision.Rest);
            writer.I32($"{at}.contact", decision.Contact);
            writer.I32($"{at}.release", decision.Release);
        }

        IReadOnlyList<(string Name, int Value)> parameters = DriverParameters.Of(sensor);
        writer.U16($"{at}.parameters", parameters.Count);
        foreach ((string name, int value) in parameters)
        {
            writer.I32($"{at}.{name}", value);
        }

        WriteTaxels(writer, at, sensor.Taxels ?? []);
    }

    private static int BusOf(BoardProfile board, SensorProfile sensor)
    {
        for (int index = 0; index < board.Buses.Count; index++)
        {
            if (board.Buses[index].Name == sensor.Bus)
            {
                return index;
            }
        }

        return 0;
    }

    private static void WriteChips(ConfigurationWriter writer, string at, DriverFacts facts, SensorProfile sensor)
    {
        ChipProfile[] chips = sensor.Chips is { } listed ? [.. listed]
            : facts.Protocol is null ? []
            : [new ChipProfile { Channel = sensor.Channel, Address = sensor.Address ?? 0 }];
        writer.U8($"{at}.chips", chips.Length);
        for (int index = 0; index < chips.Length; index++)
        {
            writer.U8($"{at}.chips[{index}].channel", chips[index].Channel ?? NoChannel, chips[index].Channel is null ? "none" : null);
            writer.U8($"{at}.chips[{index}].address", chips[index].Address, $"0x{chips[index].Address:X2}");
        }
    }

    private static void WriteTaxels(ConfigurationWriter writer, string at, IReadOnlyList<TaxelProfile> taxels)
    {
        writer.U16($"{at}.taxels", taxels.Count);
        for (int index = 0; index < taxels.Count; index++)
        {
            int[] place = [.. taxels[index].At.Select(static metres => (int)Math.Round(metres * 10_000, MidpointRounding.AwayFromZero))];
            int[] normal = [.. taxels[index].Normal.Select(static part => (int)Math.Round(part * 1000, MidpointRounding.AwayFromZero))];
            writer.I16($"{at}.taxels[{index}]", [.. place, .. normal]);
        }
    }
}
