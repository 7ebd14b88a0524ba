using System.Security.Cryptography;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Perception.Store;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class ConfigurationTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConfigurationTarget _target;

    public ConfigurationTargetTests() => _target = new ConfigurationTarget(_folder["robot"], new StoreDisk());

    [Fact]
    public async Task Configuration_RolledBack_IsTheOneBefore()
    {
        ArtifactOrder first = await InstallAsync([1]);
        ArtifactOrder second = await InstallAsync([2]);

        for (int time = 0; time < 2; time++)
        {
            await _target.RollBackAsync(second, TestContext.Current.CancellationToken);
            Assert.Equal(first.Sha256, Current());
        }

        Assert.Equal(CommandState.Done, (await _target.CheckAsync(first, TestContext.Current.CancellationToken)).State);
    }

    [Fact]
    public async Task Configuration_AnnouncedAgainWhereItIsInUse_StaysWhenEitherRolloutIsGivenUp()
    {
        await InstallAsync([1]);
        ArtifactOrder second = await InstallAsync([2]);
        ArtifactOrder again = await InstallAsync([2]);

        await _target.RollBackAsync(again, TestContext.Current.CancellationToken);
        await _target.RollBackAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal(second.Sha256, Current());
        Assert.Equal(CommandState.Done, (await _target.CheckAsync(again, TestContext.Current.CancellationToken)).State);
    }

    [Fact]
    public async Task Configuration_OfAnotherRolloutSince_IsNotUndone()
    {
        ArtifactOrder first = await InstallAsync([1]);
        ArtifactOrder second = await InstallAsync([2]);

        await _target.RollBackAsync(first, TestContext.Current.CancellationToken);

        Assert.Equal(second.Sha256, Current());
    }

    public void Dispose() => _folder.Dispose();

    private string Current() => ConfigurationTarget.Read(Path.Combine(_folder["robot"], "configurations", "limits")).Current;

    private async Task<ArtifactOrder> InstallAsync(byte[] content)
    {
        string path = _folder["download"];
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        ArtifactOrder order = new()
        {
            Rollout = CommandId.Draw().ToString(),
            Name = "limits",
            Version = "1",
            Kind = ArtifactKind.Configuration,
            Bytes = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            ChunkBytes = 4096,
            Scheme = "http",
            Port = 1,
        };
        Assert.Equal(CommandState.Done, (await _target.InstallAsync(order, path, TestContext.Current.CancellationToken)).State);
        return order;
    }
}
