using System.Globalization;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Sensors: what the driver needs, where its chips can sit, how fast it can go.</summary>
internal static class SensorRules
{
    private static readonly string[] Every = ["every"];
    private static readonly string[] OwnedProperties = [.. DriverFacts.All.SelectMany(static facts => facts.Properties.Concat(facts.OptionalProperties)).Distinct()];

    /// <summary>Checks sensors that share buses.</summary>
    public static void Check(IEnumerable<SourceNode> sensors, BusTable buses, ProblemList problems)
    {
        ChipPlaces places = new();
        foreach (SourceNode sensor in sensors.TakeWhile(_ => !problems.IsFull))
        {
            CheckQueue(sensor["queue"], problems);
            DriverFacts? facts = FactsOf(sensor);
            CheckBus(sensor["bus"], facts, buses, problems);
            places.Add(sensor, facts, problems);
            if (facts is null)
            {
                continue;
            }

            OwnProperties.Check(sensor, $"driver '{facts.Name}'", facts.Properties, facts.OptionalProperties, OwnedProperties, problems);
            CheckChips(sensor, facts, problems);
            CheckRate(sensor["rateHz"], facts, problems);
            CheckCalibration(sensor["calibration"], problems);
            DriverRules.Check(sensor, facts, problems);
            TaxelRules.Check(sensor, facts, problems);
            CheckCertificate(sensor["certificate"]?["date"], problems);
        }

        places.CheckSwitches(problems);
    }

    /// <summary>Refuses drivers that make their readings up, where the rest is real.</summary>
    public static void RefuseSimulated(IEnumerable<SourceNode> sensors, string mend, ProblemList problems)
    {
        foreach (SourceNode sensor in sensors.TakeWhile(_ => !problems.IsFull))
        {
            if (FactsOf(sensor) is { Simulated: true } facts)
            {
                problems.Add(sensor["driver"]!, $"'{facts.Name}' makes its readings up, and a simulated reading may never pass as a real one; {mend}");
            }
        }
    }

    /// <summary>The facts of a sensor's driver; null where it names none.</summary>
    public static DriverFacts? FactsOf(SourceNode sensor) => DriverFacts.All.FirstOrDefault(facts => facts.Name == sensor.TextOf("driver"));

    /// <summary>Checks a queue; the one to the gateway is checked by the same rule.</summary>
    public static void CheckQueue(SourceNode? queue, ProblemList problems)
    {
        if (queue?.TextOf("policy") is { } policy)
        {
            OwnProperties.Check(queue, $"a queue with the policy {Shown.Quoted(policy)}", policy == "every-nth" ? Every : [], [], Every, problems);
        }

        if (queue?.TextOf("policy") == "latest-only" && queue["capacity"] is { Integer: > 1 } capacity)
        {
            problems.Add(capacity, $"'latest-only' holds one entry, not {capacity.Written}; write 1, or choose 'drop-oldest'");
        }
    }

    private static void CheckBus(SourceNode? written, DriverFacts? facts, BusTable buses, ProblemList problems)
    {
        if (written?.Text is not { } name || problems.IsBad(written))
        {
            return;
        }

        if (buses.Lacks(name))
        {
            string mend = NearestName.Of(name, buses.Names) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "add it to $.buses";
            problems.Add(written, $"there is no bus {Shown.Quoted(name)}; {mend}");
        }
        else if (facts?.Protocol is { } needed && buses.Bus(name) is { } bus && BusTable.ProtocolOf(bus) is { } spoken && spoken != needed)
        {
            problems.Add(written, $"'{facts.Name}' speaks {Name(needed)}, and bus {Shown.Quoted(name)} is {Name(spoken)}; name another bus");
        }
    }

    private static string Name(BusProtocol protocol) => protocol == BusProtocol.I2c ? "I2C" : "SPI";

    private static void CheckChips(SourceNode sensor, DriverFacts facts, ProblemList problems)
    {
        SourceNode[] chips = [.. sensor.ItemsOf("chips")];
        if (facts.MaximumChips > 1 && chips.Length > 0 && (chips.Length < facts.MinimumChips || chips.Length > facts.MaximumChips))
        {
            problems.Add(sensor["chips"]!, $"'{facts.Name}' takes {Shown.Listed([.. new[] { facts.MinimumChips, facts.MaximumChips }.Distinct().Select(static count => $"{count}")])} chips, not {chips.Length}; list as many");
        }

        CheckAddress(sensor["address"], facts, facts.Addresses, problems);
        for (int index = 0; index < chips.Length; index++)
        {
            bool isThermometer = facts.ThermometerAddresses.Count > 0 && index == facts.MaximumChips - 1;
            CheckAddress(chips[index]["address"], facts, isThermometer ? facts.ThermometerAddresses : facts.Addresses, problems);
        }
    }

    private static void CheckAddress(SourceNode? written, DriverFacts facts, IReadOnlyList<byte> allowed, ProblemList problems)
    {
        if (written?.Text is not { Length: 4 } text
            || problems.IsBad(written)
            || !byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte address)
            || allowed.Count == 0
            || allowed.Contains(address))
        {
            return;
        }

        problems.Add(written, $"'{facts.Name}' cannot be set to {Shown.Quoted(text)}; use {Shown.Choices(allowed.Select(static one => $"0x{one:X2}"))}");
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

    private static void CheckCertificate(SourceNode? date, ProblemList problems)
    {
        if (date?.Text is { } text && !problems.IsBad(date) && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            problems.Add(date, $"no calendar has the day {Shown.Quoted(text)}; write the day of calibration, as in '2026-05-04'");
        }
    }
}
