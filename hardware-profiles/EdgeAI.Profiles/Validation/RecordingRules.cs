using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Recordings: what is left out has to be there, and what is kept has to come from somewhere.</summary>
internal static class RecordingRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        if (profile["recording"] is not { } recording)
        {
            return;
        }

        if (recording.FlagOf("rawImages") == true && ProfileRules.CamerasOf(profile).All(static camera => camera.TextOf("images") != "raw"))
        {
            problems.Add(recording["rawImages"]!, "no camera lets raw images leave; write \"images\": \"raw\" at one, or remove it");
        }

        if (!ProfileRules.HasList(profile, "boards"))
        {
            return;
        }

        HashSet<string> streams = [.. ProfileRules.NamesOf(ProfileRules.SensorsOf(profile)), .. ProfileRules.NamesOf(ProfileRules.CamerasOf(profile)), .. ProfileRules.NamesOf(profile.ItemsOf("stages"))];
        foreach (SourceNode stream in recording.ItemsOf("leaveOut").TakeWhile(_ => !problems.IsFull))
        {
            if (stream.Text is { } name && !streams.Contains(name) && !problems.IsBad(stream))
            {
                string mend = NearestName.Of(name, streams) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "name a stream of a sensor, a camera or a stage";
                problems.Add(stream, $"there is no stream {Shown.Quoted(name)}; {mend}");
            }
        }
    }
}
