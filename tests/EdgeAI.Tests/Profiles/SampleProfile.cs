using System.Text;
using EdgeAI.Profiles;

namespace EdgeAI.Tests.Profiles;

/// <summary>A valid profile whose lines the tests know, and ways to spoil it.</summary>
internal static class SampleProfile
{
    /// <summary>The name that problems give the file.</summary>
    public const string File = "robot.profile.json";

    /// <summary>The profile. Tests count on its lines.</summary>
    public const string Text = """
        {
          "version": 1,
          "name": "sample",
          "site": "lab",
          "robot": { "id": "r1", "simulated": true },
          "buses": [
            { "name": "hand_i2c", "kind": "simulated" },
            { "name": "head_i2c", "kind": "simulated" }
          ],
          "boards": [
            { "id": 1, "name": "hand", "sensors": [
              { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels",
                "mount": { "parent": "r_gripper", "xyz": [0.03, 0, 0], "rpy": [0, 0, 0] } },
              { "stream": 2, "name": "hand/touch", "driver": "mpr121", "bus": "hand_i2c", "address": "0x5A",
                "rateHz": 100, "frame": "r_palm", "queue": { "capacity": 8, "policy": "drop-oldest" } },
              { "stream": 3, "name": "hand/force", "driver": "nau7802", "bus": "hand_i2c", "address": "0x2A",
                "rateHz": 80, "frame": "r_bridge", "gain": 128,
                "calibration": { "scaleMantissa": 1, "scaleExponent": -6, "unit": "newton", "tareCounts": 0 } } ] },
            { "id": 2, "name": "head", "sensors": [
              { "stream": 1, "name": "head/thermal", "driver": "amg8833", "bus": "head_i2c", "address": "0x69", "rateHz": 10, "frame": "thermal_optical" },
              { "stream": 2, "name": "wrist/wrench", "driver": "simulated-wrist", "activity": "motion-with-part", "rateHz": 100, "frame": "r_wrench" } ] }
          ],
          "models": [ { "name": "grasp", "folder": "grasp" }, { "name": "failure", "folder": "failure" } ],
          "stages": [
            { "stream": 1, "name": "hand/grasp", "kind": "grasp-stability", "input": "hand/taxels", "model": "grasp", "allowedAgeMilliseconds": 100 },
            { "stream": 2, "name": "wrist/failure", "kind": "wrench-failure", "input": "wrist/wrench", "model": "failure",
              "activity": "motion-with-part", "allowedAgeMilliseconds": 500 },
            { "stream": 3, "name": "head/presence", "kind": "presence", "input": "head/thermal", "thresholdDegreesCelsius": 3, "minimumPixels": 3, "allowedAgeMilliseconds": 200 },
            { "stream": 4, "name": "hand/touched", "kind": "touch", "input": "hand/touch", "allowedAgeMilliseconds": 50 },
            { "stream": 5, "name": "hand/grips", "kind": "force", "input": "hand/force", "thresholdNewton": 1, "allowedAgeMilliseconds": 50 }
          ],
          "outbound": { "capacity": 8192, "policy": "drop-oldest" },
          "gateway": { "id": "g1", "host": "127.0.0.1", "port": 18830, "embedded": true, "spool": { "folder": "spool" },
            "uplink": { "upstreams": [ { "host": "127.0.0.1", "port": 18840 } ], "window": 16, "trimBy": "puback" } },
          "city": { "standIn": true }
        }

        """;

    /// <summary>The profile with one text replaced, which must stand in it exactly once.</summary>
    public static string With(string old, string replacement)
    {
        Assert.Equal(2, Text.Split(old).Length);
        return Text.Replace(old, replacement, StringComparison.Ordinal);
    }

    /// <summary>What the loader says of a text, one line for each problem.</summary>
    public static string[] ProblemsOf(string text) => ProblemsOf(Encoding.UTF8.GetBytes(text));

    /// <summary>What the loader says of a file's bytes, one line for each problem.</summary>
    public static string[] ProblemsOf(byte[] bytes)
    {
        bool loaded = ProfileLoader.TryParse(bytes, File, out Profile? profile, out IReadOnlyList<ProfileProblem> problems);
        Assert.Equal(problems.Count == 0, loaded);
        Assert.Equal(loaded, profile is not null);
        Assert.All(problems, static problem => Assert.False(problem.ToString().AsSpan().ContainsAny('\r', '\n', '\u001b'), "a problem is one line and harmless to a terminal"));
        return [.. problems.Select(static problem => problem.ToString())];
    }
}
