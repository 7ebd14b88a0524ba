using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Cameras: what each source needs, a form of images that it has, and queues on which no device waits.</summary>
internal static class CameraRules
{
    private static readonly string[] OwnedProperties = ["path", "format", "loop"];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        if (profile["boards"] is { Kind: JsonValueKind.Array, Children.Count: 0 } boards && !ProfileRules.CamerasOf(profile).Any() && !problems.IsBad(boards))
        {
            problems.Add(boards, "a robot without boards and cameras senses nothing; add a board, or a camera to $.cameras");
        }

        string[] threads = [.. ProfileRules.NamesOf(profile.ItemsOf("threads"))];
        UniqueNames paths = new("each camera a device");
        foreach (SourceNode camera in ProfileRules.CamerasOf(profile).TakeWhile(_ => !problems.IsFull))
        {
            PartitionRules.CheckThread(camera["thread"], threads, problems);
            SensorRules.CheckQueue(camera["queue"], problems);
            CheckSource(camera, ProfileRules.IsSimulated(profile), problems);
            CheckImages(camera, problems);
            CheckEvenSize(camera, problems);
            CheckLens(camera["information"], problems);
            if (camera.TextOf("source") == "v4l2")
            {
                paths.Add(camera["path"], problems);
            }

            if (camera["queue"]?["policy"] is { Text: "block" } policy && !problems.IsBad(policy))
            {
                problems.Add(policy, "'block' would make the device wait, which drops images without a count; choose 'latest-only'");
            }
        }
    }

    private static void CheckSource(SourceNode camera, bool? simulated, ProblemList problems)
    {
        if (camera["source"] is not { Text: { } source } written || problems.IsBad(written))
        {
            return;
        }

        (string[] needed, string[] optional) = source switch
        {
            "v4l2" => (new[] { "path", "format" }, (string[])[]),
            "files" => (["path"], ["loop"]),
            _ => ([], []),
        };
        OwnProperties.Check(camera, $"a '{source}' camera", needed, optional, OwnedProperties, problems);
        if (source == "test-pattern" && simulated == false)
        {
            problems.Add(written, "a test pattern is drawn, and a simulated image may never pass as a real one; use 'v4l2', or set robot.simulated to true");
        }
    }

    private static void CheckImages(SourceNode camera, ProblemList problems)
    {
        if (camera["images"] is { Text: "compressed" } images && !problems.IsBad(images) && camera.TextOf("source") is { } source && source != "files" && camera.TextOf("format") != "mjpeg")
        {
            problems.Add(images, "this camera's images do not come compressed; write 'raw', or a 'v4l2' camera's \"format\": \"mjpeg\"");
        }
    }

    private static void CheckEvenSize(SourceNode camera, ProblemList problems)
    {
        // A test pattern is drawn as yuyv.
        string? format = camera.TextOf("source") == "test-pattern" ? "yuyv" : camera.TextOf("format");
        if (format is "yuyv" or "nv12")
        {
            CheckEven(camera["width"], problems);
        }

        if (format is "nv12")
        {
            CheckEven(camera["height"], problems);
        }
    }

    private static void CheckEven(SourceNode? size, ProblemList problems)
    {
        if (size?.Integer is { } pixels && pixels % 2 != 0 && !problems.IsBad(size))
        {
            problems.Add(size, $"{size.Written} is odd, and colours are shared by two pixels; write an even number");
        }
    }

    private static void CheckLens(SourceNode? lens, ProblemList problems)
    {
        if (lens?["distortion"] is not { } distortion || problems.IsBad(distortion))
        {
            return;
        }

        string model = lens.TextOf("distortionModel") ?? "plumb-bob";
        int count = lens.ItemsOf("distortion").Count();
        int wanted = model switch { "rational-polynomial" => 8, "equidistant" => 4, _ => 5 };
        if (count != 0 && count != wanted)
        {
            problems.Add(distortion, $"'{model}' has {wanted} coefficients, and {count} are written; write all of them, or none");
        }
    }
}
