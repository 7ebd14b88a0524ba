using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Boards and streams: every name and number that tells one from the other.</summary>
internal static class BoardRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames ids = new("each board a number");
        UniqueNames names = new("each board a name");
        UniqueNames streamNames = new("each stream a name");
        foreach (SourceNode board in profile.ItemsOf("boards"))
        {
            ids.Add(board["id"], problems);
            names.Add(board["name"], problems);
            UniqueNames streams = new("each stream of a board a number");
            foreach (SourceNode sensor in board.ItemsOf("sensors"))
            {
                streams.Add(sensor["stream"], problems);
                streamNames.Add(sensor["name"], problems);
            }
        }

        UniqueNames decisions = new("each stage a stream number");
        foreach (SourceNode stage in profile.ItemsOf("stages"))
        {
            decisions.Add(stage["stream"], problems);
            streamNames.Add(stage["name"], problems);
        }
    }
}
