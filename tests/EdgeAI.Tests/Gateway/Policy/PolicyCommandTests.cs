using System.CommandLine;
using EdgeAI.Gateway;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>What <c>policy check</c> tells a person.</summary>
public sealed class PolicyCommandTests
{
    private const string Head = """{ "version": 1, "name": "p", "site": "lab", "robot": { "id": "r1", "simulated": true }, "boards": [ { "id": 1, "name": "hand", "sensors": [ { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels" } ] } ], "gateway": { "id": "g1", "embedded": true, "spool": { "folder": "spool" }""";

    private static (int Code, string Output, string Error) Run(string text)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["profiles"]);
        string path = Path.Combine(folder["profiles"], "p.profile.json");
        File.WriteAllText(path, text);
        using StringWriter output = new();
        using StringWriter error = new();
        int code = GatewayCommand.Create().Parse(["policy", "check", path]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public void Check_PolicyOfEverySort_SaysRuleByRuleWhatLeaves()
    {
        (int code, string output, string error) = Run(Head + """
            , "policy": { "revision": 3, "position": { "latitude": 52.5, "longitude": 13.4 }, "rules": [
              { "name": "faces", "message": "image", "board": 2, "stream": 1, "level": "important", "personal": true, "leaves": false },
              { "name": "warm", "message": "temperature", "level": "general", "leaves": true, "deadband": { "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.5 } ] } },
              { "name": "people", "message": "detection2d-array", "robot": "r2", "leaves": true, "redact": ["boxes"], "geofence": { "leaves": "inside", "circle": { "latitude": 52.5, "longitude": 13.4, "radiusMetres": 500 } } },
              { "name": "slow", "class": "bulk", "leaves": true, "everyNth": 10 },
              { "name": "wrench", "message": "wrench-stamped", "leaves": true, "window": { "seconds": 0.5 } } ] } } }
            """);
        Assert.Equal(("", 0), (error, code));
        Assert.StartsWith("policy revision 3, SHA-256 ", output, StringComparison.Ordinal);
        Assert.Contains("1. faces: image, every robot, board 2, stream 1: stays; important, personal data", output, StringComparison.Ordinal);
        Assert.Contains("2. warm: temperature, every robot: leaves when value moved by more than 0.5 degree-celsius, and every 60 s; general", output, StringComparison.Ordinal);
        Assert.Contains("3. people: detection2d-array, robot r2: leaves, without boxes, only inside 500 m around 52.5, 13.4; not-classified", output, StringComparison.Ordinal);
        Assert.Contains("4. slow: every message but images, every robot, class bulk: one frame in 10 leaves; not-classified", output, StringComparison.Ordinal);
        Assert.Contains("5. wrench: wrench-stamped, every robot: the mean of every 0.5 s leaves; not-classified", output, StringComparison.Ordinal);
        Assert.Contains("what no rule matches: images do not leave, everything else leaves as it came", output, StringComparison.Ordinal);
        Assert.Contains("the gateway and its robots stand at 52.5, 13.4", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ProfileWithoutAPolicy_TellsTheBuiltInOne()
    {
        (int code, string output, _) = Run(Head + "} }");
        Assert.Equal(0, code);
        Assert.Contains("built-in", output, StringComparison.Ordinal);
        Assert.Contains("all frames: images do not leave", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ProfileWithAMistake_TellsItWithItsPlace()
    {
        (int code, _, string error) = Run(Head + ", \"policy\": { \"revision\": 1, \"rules\": [ { \"name\": \"a\", \"leaves\": true, \"everyNth\": 1 } ] } } }");
        Assert.Equal(2, code);
        Assert.Contains("$.gateway.policy.rules[0].everyNth: 1 is out of range", error, StringComparison.Ordinal);
    }
}
