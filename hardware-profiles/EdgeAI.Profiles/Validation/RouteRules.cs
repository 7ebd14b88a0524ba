using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The robot's ways to its boards: what each kind needs, which boards it can reach, and that both ends mean the same.</summary>
internal static class RouteRules
{
    private static readonly string[] OwnedProperties = ["capacityBytes", "path", "baud", "host", "port", "topic"];

    public static void Check(SourceNode board, bool? simulated, ProblemList problems)
    {
        if (board["link"] is not { } link || link["kind"] is not { Text: { } kind } written || problems.IsBad(written))
        {
            if (board["link"] is null && board["profile"] is not null && simulated == false)
            {
                problems.Add(board, "'link' is missing, and a board with a profile of its own is reached over one; add \"link\": { \"kind\": \"serial\", \"path\": \"/dev/ttyACM0\", \"baud\": 921600 }");
            }

            return;
        }

        (string[] needed, string[] optional) = kind switch
        {
            "in-process" => ((string[])[], new[] { "capacityBytes" }),
            "serial" => (["path", "baud"], []),
            "tcp" => (["host", "port"], []),
            "mqtt" => (["host", "port", "topic"], []),
            _ => ([], []),
        };
        OwnProperties.Check(link, $"a '{kind}' link", needed, optional, OwnedProperties, problems);
        CheckReach(board, kind, written, simulated, problems);
        if (board.Referenced?["link"] is { } uplink)
        {
            CheckEnds(link, kind, written, uplink, problems);
        }
    }

    private static void CheckReach(SourceNode board, string kind, SourceNode written, bool? simulated, ProblemList problems)
    {
        if (kind == "simulated-serial" && simulated == false)
        {
            problems.Add(written, "a real robot hosts no simulated board: a simulated reading may never pass as a real one; use 'serial', or set robot.simulated to true");
        }
        else if (kind == "in-process" && simulated == false && board["profile"] is not null)
        {
            problems.Add(written, "the board's buses are its own, and the robot's process does not reach them; use 'serial', 'tcp' or 'mqtt'");
        }
        else if (kind is "serial" or "tcp" or "mqtt" && board["profile"] is null)
        {
            problems.Add(written, $"a '{kind}' link leads to a board with a profile of its own, and this one is the robot's; use 'in-process', or name the board's \"profile\"");
        }
    }

    private static void CheckEnds(SourceNode link, string kind, SourceNode written, SourceNode uplink, ProblemList problems)
    {
        if (kind is "serial" or "mqtt" && uplink["kind"] is { Text: { } other } end && other != kind && !problems.IsBad(end))
        {
            problems.Add(written, $"the board's end is a '{other}' link in {ProblemList.PlaceOf(end, written)}; use the same kind at both ends");
            return;
        }

        foreach (string name in new[] { "baud", "topic" })
        {
            if (link[name] is { } here && uplink[name] is { } there && !problems.IsBad(here) && !problems.IsBad(there) && Shown.Of(here) != Shown.Of(there))
            {
                problems.Add(here, $"the board's end has {Shown.Of(there)} in {ProblemList.PlaceOf(there, here)}; write the same in both");
            }
        }
    }
}
