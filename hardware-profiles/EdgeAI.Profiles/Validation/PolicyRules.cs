using System.Text.Json;
using EdgeAI.Profiles.Policies;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The gateway's policy: rules that can be followed, that say nothing twice, and that are reached at all.</summary>
internal static class PolicyRules
{
    // As the schema has it; a list that is longer is wrong already, and is not compared with itself.
    private const int MaximumRules = 128;

    private static readonly string[] Thinnings = ["everyNth", "maximumHz", "deadband", "window"];
    private static readonly string[] NeedsMessage = ["deadband", "window", "redact"];
    private static readonly string[] Selectors = ["robot", "board", "stream", "message", "class"];

    public static void Check(SourceNode? policy, ProblemList problems)
    {
        if (policy is not { Kind: JsonValueKind.Object })
        {
            return;
        }

        UniqueNames names = new("each rule a name");
        List<SourceNode> before = [];
        foreach (SourceNode rule in policy.ItemsOf("rules").TakeWhile(_ => !problems.IsFull))
        {
            names.Add(rule["name"], problems);
            CheckOutcome(rule, problems);
            CheckSafety(rule, problems);
            CheckFields(rule, problems);
            CheckGeofence(rule["geofence"], problems);
            if (before.Find(earlier => TakesAllOf(earlier, rule)) is { } first && !problems.IsBad(rule))
            {
                problems.Add(rule, $"no frame reaches this rule: {ProblemList.PlaceOf(first, rule)} takes them all; write it before that one, or remove it");
            }

            if (before.Count < MaximumRules)
            {
                before.Add(rule);
            }
        }
    }

    private static void CheckOutcome(SourceNode rule, ProblemList problems)
    {
        SourceNode[] thinnings = [.. Thinnings.Select(name => rule[name]).OfType<SourceNode>()];
        if (thinnings.Length > 1)
        {
            problems.Add(thinnings[1].Source, thinnings[1].NameOffset, thinnings[1].Path, $"a rule thins out in one way, and this one has '{thinnings[0].Name}' already; keep one of the two");
        }

        if (rule.FlagOf("leaves") != false)
        {
            return;
        }

        foreach (SourceNode pointless in thinnings.Concat(new[] { rule["redact"], rule["geofence"] }.OfType<SourceNode>()))
        {
            problems.Add(pointless.Source, pointless.NameOffset, pointless.Path, $"'{pointless.Name}' means nothing where nothing leaves; remove it, or write \"leaves\": true");
        }
    }

    private static void CheckSafety(SourceNode rule, ProblemList problems)
    {
        SourceNode? thinning = Thinnings.Select(name => rule[name]).FirstOrDefault(static node => node is not null);
        bool thinsSafety = rule.FlagOf("thinsSafety") == true;
        if (thinning is not null && rule["class"] is { Text: "safety" } && !thinsSafety)
        {
            problems.Add(thinning.Source, thinning.NameOffset, thinning.Path, $"safety records are what an inquiry needs, and '{thinning.Name}' would leave it out; remove it, or say that it is meant: \"thinsSafety\": true");
        }

        if (thinsSafety && (thinning is null || rule["class"] is { Text: not "safety" }))
        {
            problems.Add(rule["thinsSafety"]!, $"there is nothing that thins out records of class safety here; remove it{(thinning is null ? "" : ", or 'class'")}");
        }
    }

    private static void CheckFields(SourceNode rule, ProblemList problems)
    {
        if (rule["message"] is not { } message)
        {
            foreach (SourceNode node in NeedsMessage.Select(name => rule[name]).OfType<SourceNode>().Where(node => node.Kind != JsonValueKind.Array || node.Children.Count > 0))
            {
                problems.Add(node.Source, node.NameOffset, node.Path, $"'{node.Name}' needs a message whose fields it can name; add \"message\"");
            }

            return;
        }

        if (problems.IsBad(message) || message.Text is not { } name || !TryParse(name, out PolicyMessage kind))
        {
            return;
        }

        PolicyFieldFacts[] fields = [.. PolicyFieldFacts.Of(kind)];
        string[] numbers = [.. fields.Where(static field => field.Units.Length > 0).Select(static field => field.Name)];
        if (rule["window"] is { } window && numbers.Length == 0)
        {
            problems.Add(window.Source, window.NameOffset, window.Path, $"'{name}' holds no readings to fold; use 'everyNth' or 'maximumHz', or name another message");
        }

        UniqueNames watched = new("each field one bound");
        foreach (SourceNode field in rule["deadband"]?.ItemsOf("fields") ?? [])
        {
            CheckField(field["field"], name, numbers, "no number", problems);
            watched.Add(field["field"], problems);
            CheckUnit(field, fields, problems);
        }

        UniqueNames redacted = new("each redacted field one place");
        foreach (SourceNode field in rule.ItemsOf("redact"))
        {
            CheckField(field, name, [.. fields.Select(static known => known.Name)], "no field", problems);
            redacted.Add(field, problems);
            if (rule["deadband"]?.ItemsOf("fields").FirstOrDefault(other => other.TextOf("field") == field.Text) is { } other && !problems.IsBad(field))
            {
                problems.Add(field, $"the times at which frames leave would tell how {Shown.Of(field)} moves: {ProblemList.PlaceOf(other, field)} watches it; redact or watch, not both");
            }
        }
    }

    private static void CheckField(SourceNode? field, string message, string[] known, string what, ProblemList problems)
    {
        if (field?.Text is { } name && !known.Contains(name) && !problems.IsBad(field))
        {
            string mend = known.Length == 0 ? "remove it"
                : NearestName.Of(name, known) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?"
                : $"write {Shown.Choices(known)}";
            problems.Add(field, $"'{message}' has {what} {Shown.Quoted(name)}; {mend}");
        }
    }

    private static void CheckUnit(SourceNode field, PolicyFieldFacts[] fields, ProblemList problems)
    {
        if (field["unit"] is { Text: { } unit } node && !problems.IsBad(node) && fields.FirstOrDefault(known => known.Name == field.TextOf("field")) is { Units.Length: > 0 } facts)
        {
            string[] units = [.. facts.Units.Select(static known => JsonNamingPolicy.KebabCaseLower.ConvertName(known.ToString()))];
            if (!units.Contains(unit))
            {
                problems.Add(node, $"'{facts.Name}' never comes in '{unit}'; write {Shown.Choices(units)}");
            }
        }
    }

    private static void CheckGeofence(SourceNode? geofence, ProblemList problems)
    {
        if (geofence is not { Kind: JsonValueKind.Object })
        {
            return;
        }

        if (geofence["circle"] is null == geofence["polygon"] is null)
        {
            problems.Add(geofence, "an area is a circle or a polygon; give one of the two");
        }

        (double Latitude, double Longitude)[] corners = [.. geofence.ItemsOf("polygon")
            .Select(static corner => (corner["latitude"]?.Number, corner["longitude"]?.Number))
            .Where(static corner => corner is { Item1: not null, Item2: not null })
            .Select(static corner => (corner.Item1!.Value, corner.Item2!.Value))];
        if (geofence["polygon"] is not { } polygon || problems.IsBad(polygon) || corners.Length != polygon.Children.Count || corners.Length < 3)
        {
            return;
        }

        // Each side takes the shorter way round the globe: across the 180th meridian longitudes go on beyond 180 degrees.
        double[] longitudes = new double[corners.Length + 1];
        longitudes[0] = corners[0].Longitude;
        double twiceTheArea = 0;
        for (int index = 0; index < corners.Length; index++)
        {
            (double nextLatitude, double next) = corners[(index + 1) % corners.Length];
            longitudes[index + 1] = next + (360 * Math.Round((longitudes[index] - next) / 360));
            twiceTheArea += (longitudes[index] * nextLatitude) - (longitudes[index + 1] * corners[index].Latitude);
        }

        if (longitudes[^1] != longitudes[0] || longitudes.Max() - longitudes.Min() >= 180)
        {
            problems.Add(polygon, "the polygon goes around a pole or spans half the globe; write a circle, or a smaller polygon");
        }
        else if (Math.Abs(twiceTheArea) < 1e-12)
        {
            problems.Add(polygon, "the polygon is empty: its corners lie on one line; write three that do not");
        }
    }

    /// <summary>Whether every frame that a later rule is about is an earlier one's.</summary>
    private static bool TakesAllOf(SourceNode earlier, SourceNode later)
    {
        // An image has to be named: a rule without a message takes none.
        bool images = later.TextOf("message") == "image" && earlier["message"] is null;
        return !images && Array.TrueForAll(Selectors, name => Written(earlier, name) is not { } wanted || wanted == Written(later, name));
    }

    private static string? Written(SourceNode rule, string selector) => rule[selector] switch
    {
        null or { Text: "*" } => null,
        { Text: { } text } => text,
        { } node => node.Written,
    };

    private static bool TryParse(string name, out PolicyMessage message)
        => Enum.TryParse(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out message);
}
