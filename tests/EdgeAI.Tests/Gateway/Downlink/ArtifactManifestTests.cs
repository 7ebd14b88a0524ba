using System.Text;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

public sealed class ArtifactManifestTests
{
    private static readonly string Sound = $$$"""
        {"name":"grasp","version":"2","kind":"model","bytes":1000,"sha256":"{{{new string('a', 64)}}}","url":"http://127.0.0.1/a","robots":["robot-1","robot-2","robot-3","robot-4"],
         "rollout":{"stages":[{"count":1},{"percent":50},{"percent":100}],"soakSeconds":60,"timeoutSeconds":600,"maximumFailures":0}}
        """;

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"Grasp"}""")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("")]
    public void Manifest_ThatIsNone_IsRefused(string json)
    {
        using TemporaryFolder folder = new();
        ManualTime time = new();
        using GatewayLife life = new(GatewayLife.OptionsIn(folder.Path, time), new FakeBus(), []);
        byte[] command = GatewayLife.Command(time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes(json));

        life.Desk.Accept(command, isLocal: false);

        Assert.Equal((CommandState.Refused, CommandReason.BadArguments), (life.Journal.Find(GatewayLife.IdOf(command))!.State, life.Journal.Find(GatewayLife.IdOf(command))!.Reason));
    }

    [Theory]
    [InlineData("\"bytes\":1000", "\"bytes\":0")]
    [InlineData("\"bytes\":1000", "\"bytes\":99999999999999")]
    [InlineData("http://127.0.0.1/a", "ftp://127.0.0.1/a")]
    [InlineData("http://127.0.0.1/a", "http://user:secret@127.0.0.1/a")]
    [InlineData("\"percent\":100", "\"percent\":75")]
    [InlineData("\"percent\":50", "\"percent\":5,\"count\":2")]
    [InlineData("{\"count\":1}", "{\"count\":3}")]
    [InlineData("\"robot-2\"", "\"robot-1\"")]
    [InlineData("\"robot-2\"", "null")]
    [InlineData("\"kind\":\"model\"", "\"kind\":\"firmware\"")]
    [InlineData("\"kind\":\"model\"", "\"kind\":\"model\",\"other\":1")]
    [InlineData("\"stages\":", "\"stage\":")]
    [InlineData("\"soakSeconds\":60", "\"soakSeconds\":-1")]
    public void Manifest_WithOneThingWrong_IsRefused(string right, string wrong)
    {
        Assert.True(ArtifactManifest.TryRead(Encoding.UTF8.GetBytes(Sound), 1 << 20, out _, out _));
        Assert.Contains(right, Sound, StringComparison.Ordinal);

        Assert.False(ArtifactManifest.TryRead(Encoding.UTF8.GetBytes(Sound.Replace(right, wrong, StringComparison.Ordinal)), 1 << 20, out _, out string problem));

        Assert.NotEmpty(problem);
    }
}
