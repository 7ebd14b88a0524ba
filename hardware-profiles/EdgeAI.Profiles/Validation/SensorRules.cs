using System.Globalization;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Sensors: what the driver needs, where its chip can sit, how fast it can go.</summary>
internal static class SensorRules
{
    private static readonly string[] OwnedProperties = [.. DriverFacts.All.SelectMany(static facts => facts.Properties).Distinct()];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        HashSet<string> buses = [.. ProfileRules.NamesOf(profile.ItemsOf("buses"))];
        Dictionary<(string Bus, string Address), SourceNode> places = [];
        foreach (SourceNode sensor in ProfileRules.SensorsOf(profile).TakeWhile(_ => !problems.IsFull))
        {
            CheckQueue(sensor["queue"], problems);
            CheckPlace(sensor, ProfileRules.HasList(profile, "buses") ? buses : null, places, problems);
            if (DriverFacts.All.FirstOrDefault(facts => facts.Name == sensor.TextOf("driver")) is not { } facts)
            {
                continue;
            }

            OwnProperties.Check(sensor, $"driver '{facts.Name}'", facts.Properties, OwnedProperties, problems);
            CheckAddress(sensor["address"], facts, problems);
            CheckRate(sensor["rateHz"], facts, problems);
            CheckCalibration(sensor["calibration"], problems);
            if (facts.Simulated && ProfileRules.IsSimulated(profile) == false)
            {
                problems.Add(sensor["driver"]!, $"'{facts.Name}' makes its readings up, and a simulated reading may never pass as a real one; use a chip's driver, or set robot.simulated to true");
            }
        }
    }

    /// <summary>Checks a queue; the one to the gateway is checked by the same rule.</summary>
    public static void CheckQueue(SourceNode? queue, ProblemList problems)
    {
        if (queue?.TextOf("policy") == "latest-only" && queue["capacity"] is { Integer: > 1 } capacity)
        {
            problems.Add(capacity, $"'latest-only' holds one entry, not {capacity.Written}; write 1, or choose 'drop-oldest'");
        }
    }

    private static void CheckPlace(SourceNode sensor, HashSet<string>? buses, Dictionary<(string Bus, string Address), SourceNode> places, ProblemList problems)
    {
        if (sensor.TextOf("bus") is not { } bus)
        {
            return;
        }

        if (buses?.Contains(bus) == false && !problems.IsBad(sensor["bus"]!))
        {
            string mend = NearestName.Of(bus, buses) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "add it to $.buses";
            problems.Add(sensor["bus"]!, $"there is no bus {Shown.Quoted(bus)}; {mend}");
        }

        if (sensor.TextOf("address") is { } address && !places.TryAdd((bus, address.ToUpperInvariant()), sensor))
        {
            SourceNode first = places[(bus, address.ToUpperInvariant())];
            problems.Add(sensor["address"]!, $"{Shown.Quoted(address)} on bus {Shown.Quoted(bus)} is taken by {first.Path} (line {problems.LineOf(first)}); set the chip to another address, or use another bus");
        }
    }

    private static void CheckAddress(SourceNode? written, DriverFacts facts, ProblemList problems)
    {
        if (written?.Text is not { Length: 4 } text
            || problems.IsBad(written)
            || !byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte address)
            || facts.Addresses.Count == 0
            || facts.Addresses.Contains(address))
        {
            return;
        }

        problems.Add(written, $"'{facts.Name}' cannot be set to {Shown.Quoted(text)}; use {Shown.Choices(facts.Addresses.Select(static one => $"0x{one:X2}"))}");
    }

    private static void CheckRate(SourceNode? written, DriverFacts facts, ProblemList problems)
    {
        if (written?.Number is not { } rate || problems.IsBad(written))
        {
            return;
        }

        if (facts.RatesHz.Count > 0 ? !facts.RatesHz.Contains(rate) : rate > facts.MaximumRateHz)
        {
            string mend = facts.RatesHz.Count > 0 ? $"write {Shown.Listed([.. facts.RatesHz.Select(static one => one.ToString(CultureInfo.InvariantCulture))])}" : $"write at most {facts.MaximumRateHz}";
            problems.Add(written, $"'{facts.Name}' does not sample at {written.Written} Hz; {mend}");
        }
    }

    private static void CheckCalibration(SourceNode? calibration, ProblemList problems)
    {
        if (calibration?["scaleMantissa"] is { Integer: 0 } mantissa)
        {
            problems.Add(mantissa, "a scale of 0 makes every reading 0; write what one count is worth, negative where the bridge is wired the other way round");
        }
    }
}
