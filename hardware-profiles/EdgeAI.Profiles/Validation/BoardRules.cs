using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The boards of a robot and their streams: every name and number that tells one from the other, and the way to each.</summary>
internal static class BoardRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames ids = new("each board a number");
        UniqueNames names = new("each board a name");
        UniqueNames streamNames = new("each stream a name");
        bool? simulated = ProfileRules.IsSimulated(profile);
        foreach (SourceNode board in profile.ItemsOf("boards").TakeWhile(_ => !problems.IsFull))
        {
            CheckSource(board, problems);
            RouteRules.Check(board, simulated, problems);
            ids.Add(board["id"], problems);
            names.Add((board.Referenced ?? board)["name"], problems);
            if (board.Referenced is null)
            {
                CheckStreams(board, problems);
            }

            foreach (SourceNode sensor in ProfileRules.SensorsOfBoard(board))
            {
                streamNames.Add(sensor["name"], problems);
            }
        }

        UniqueNames decisions = new("each camera and each stage a stream number");
        foreach (SourceNode camera in ProfileRules.CamerasOf(profile))
        {
            decisions.Add(camera["stream"], problems);
            streamNames.Add(camera["name"], problems);
        }

        foreach (SourceNode stage in profile.ItemsOf("stages"))
        {
            decisions.Add(stage["stream"], problems);
            streamNames.Add(stage["name"], problems);
        }
    }

    /// <summary>Checks that a board's streams have numbers of their own.</summary>
    public static void CheckStreams(SourceNode board, ProblemList problems)
    {
        UniqueNames streams = new("each stream of a board a number");
        foreach (SourceNode sensor in board.ItemsOf("sensors"))
        {
            streams.Add(sensor["stream"], problems);
        }
    }

    /// <summary>Checks that an entry either names a profile or says itself what the board is.</summary>
    private static void CheckSource(SourceNode board, ProblemList problems)
    {
        if (board.Kind != System.Text.Json.JsonValueKind.Object)
        {
            return;
        }

        foreach (string name in new[] { "name", "sensors" })
        {
            if (board["profile"] is null && board[name] is null)
            {
                problems.Add(board, $"'{name}' is missing; add it, or name the board's own profile: \"profile\": a *.profile.json file in this folder");
            }
            else if (board["profile"] is not null && board[name] is { } own)
            {
                problems.Add(own.Source, own.NameOffset, own.Path, $"the board's own profile says '{name}'; remove one of the two");
            }
        }

        if (board.Referenced?["id"] is { Integer: { } number } said && board["id"] is { Integer: { } id } written && number != id && !problems.IsBad(written))
        {
            problems.Add(written, $"the board calls itself {said.Written} in {ProblemList.PlaceOf(said, written)}; write the same number in both");
        }
    }
}
