using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>
/// Who answers at which address of which bus. A chip before a switch is heard with every channel of it, so its address, and the switch's own,
/// are taken behind the switch as well.
/// </summary>
internal sealed class ChipPlaces
{
    private const int BeforeSwitch = -1;

    private readonly Dictionary<(string Bus, string Switch, long Channel, string Address), (SourceNode Sensor, DriverFacts? Facts)> _chips = [];
    private readonly Dictionary<(string Bus, string Address), SourceNode> _switches = [];
    private readonly Dictionary<string, (SourceNode Sensor, DriverFacts? Facts)> _first = [];
    private readonly List<(string Bus, SourceNode Address)> _behind = [];

    /// <summary>Takes the places of a sensor's chips and reports those that are taken.</summary>
    public void Add(SourceNode sensor, DriverFacts? facts, ProblemList problems)
    {
        if (sensor.TextOf("bus") is not { } bus)
        {
            return;
        }

        if (!_first.TryAdd(bus, (sensor, facts)) && !problems.IsBad(sensor["bus"]!) && (facts?.Protocol == BusProtocol.Spi || _first[bus].Facts?.Protocol == BusProtocol.Spi))
        {
            problems.Add(sensor["bus"]!, $"bus {Shown.Quoted(bus)} belongs to {ProblemList.PlaceOf(_first[bus].Sensor, sensor)} already, and a chip on SPI has its bus for itself; use another one");
        }

        string at = sensor.TextOf("switch")?.ToUpperInvariant() ?? "";
        if (sensor["switch"] is { Text: not null } written)
        {
            _switches.TryAdd((bus, at), written);
        }

        SourceNode[] chips = sensor["chips"] is null ? [sensor] : [.. sensor.ItemsOf("chips")];
        bool anyBehind = false;
        foreach (SourceNode chip in chips)
        {
            anyBehind |= chip["channel"] is not null;
            if (chip["address"] is { Text: { } address } place)
            {
                Add(sensor, facts, bus, at, chip["channel"], place, address.ToUpperInvariant(), problems);
            }
        }

        if (at.Length > 0 && !anyBehind)
        {
            problems.Add(sensor["switch"]!, "no chip is behind the switch; give each that is its \"channel\": 0 to 7, or remove 'switch'");
        }
        else if (at.Length == 0 && chips.Select(static chip => chip["channel"]).FirstOrDefault(static channel => channel is not null) is { } channel)
        {
            problems.Add(channel, "a channel is one of a switch; add \"switch\": \"0x70\" to the sensor, or remove 'channel'");
        }
    }

    /// <summary>Reports chips that a switch, or a chip before it, speaks over.</summary>
    public void CheckSwitches(ProblemList problems)
    {
        foreach (((string bus, string address), SourceNode written) in _switches)
        {
            if (_chips.TryGetValue((bus, "", BeforeSwitch, address), out (SourceNode Sensor, DriverFacts? Facts) chip))
            {
                problems.Add(written, $"{Shown.Quoted(written.Text!)} on bus {Shown.Quoted(bus)} is taken by {ProblemList.PlaceOf(chip.Sensor, written)}; set the switch to another address by A0 to A2");
            }
        }

        foreach ((string bus, SourceNode place) in _behind)
        {
            string address = place.Text!.ToUpperInvariant();
            if (_switches.TryGetValue((bus, address), out SourceNode? taken) || (_chips.TryGetValue((bus, "", BeforeSwitch, address), out (SourceNode Sensor, DriverFacts? Facts) chip) && (taken = chip.Sensor) is not null))
            {
                problems.Add(place, $"{Shown.Quoted(place.Text!)} is taken before the switch by {ProblemList.PlaceOf(taken, place)}, which answers on every channel; set one of the two to another address, or use another bus");
            }
        }
    }

    private void Add(SourceNode sensor, DriverFacts? facts, string bus, string at, SourceNode? channel, SourceNode place, string address, ProblemList problems)
    {
        if (at.Length == 0 && channel is not null)
        {
            return;
        }

        bool isBehind = channel is not null;
        (string, string, long, string) key = (bus, isBehind ? at : "", isBehind ? channel!.Integer ?? BeforeSwitch : BeforeSwitch, address);
        if (isBehind)
        {
            _behind.Add((bus, place));
        }

        if (_chips.TryAdd(key, (sensor, facts)))
        {
            return;
        }

        (SourceNode first, DriverFacts? other) = _chips[key];
        if (facts is { SharedChip.Length: > 0 } && other is not null && facts.SharedChip == other.SharedChip && facts.Driver != other.Driver && first != sensor)
        {
            return;
        }

        string where = isBehind ? $"channel {channel!.Written} of switch {Shown.Quoted(sensor.TextOf("switch")!)} on bus {Shown.Quoted(bus)}" : $"bus {Shown.Quoted(bus)}";
        problems.Add(place, $"{Shown.Quoted(place.Text!)} on {where} is taken by {ProblemList.PlaceOf(first, place)}; set the chip to another address, or use another {(isBehind ? "channel" : "bus")}");
    }
}
