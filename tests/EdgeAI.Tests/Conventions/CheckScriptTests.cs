using System.Diagnostics;

namespace EdgeAI.Tests.Conventions;

/// <summary>.ci/run tells the truth: run here against stand-ins for dotnet, which prints what each case says, and for npm.</summary>
public sealed class CheckScriptTests : IDisposable
{
    private const string Readme = "# EdgeAI\n\n```sh\ndotnet run\n```\n\n```sh\ndotnet test\n```\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_AllPassed_EndsWithTheCounts()
    {
        (int code, string[] lines) = await RunAsync(Summary(12, 0, 12, 0), 0);
        Assert.Equal("12 passed, 0 failed, 0 skipped", lines[^1]);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Run_SomeFailed_EndsWithTheCountsAndFails()
    {
        (int code, string[] lines) = await RunAsync(Summary(12, 2, 9, 1), 2);
        Assert.Equal([".ci/run: the test run failed", "9 passed, 2 failed, 1 skipped"], lines[^2..]);
        Assert.NotEqual(0, code);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, "no test ran")]
    [InlineData(12, 0, 12, 0, 1, "the test run failed")]
    [InlineData(12, 0, 11, 0, 0, "the counts do not add up to the total of 12")]
    public async Task Run_CountsThatProveNothing_Fails(int total, int failed, int succeeded, int skipped, int exitCode, string verdict)
    {
        (int code, string[] lines) = await RunAsync(Summary(total, failed, succeeded, skipped), exitCode);
        Assert.Equal([$".ci/run: {verdict}", $"{succeeded} passed, {failed} failed, {skipped} skipped"], lines[^2..]);
        Assert.NotEqual(0, code);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Run_SkippedTests_FailsOnlyWhereTheSharedDataIs(bool hasData, int expectedCode)
    {
        if (hasData)
        {
            Directory.CreateDirectory(Path.Combine(_folder, "shared", "data"));
        }

        (int code, string[] lines) = await RunAsync(Summary(12, 0, 9, 3), 0);
        Assert.Equal("9 passed, 0 failed, 3 skipped", lines[^1]);
        Assert.Equal(expectedCode, code);
        Assert.Equal(hasData, lines[^2].Contains("3 tests were skipped although ../shared/data is there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoSummary_Fails()
    {
        (int code, string[] lines) = await RunAsync("Build failed with exit code: 1.", 1);
        Assert.Equal(".ci/run: the test run gave no counts; see above why it did not come to its summary", lines[^1]);
        Assert.NotEqual(0, code);
    }

    [Fact]
    public async Task Run_ReadmeWithoutTestCommand_Fails()
    {
        (int code, string[] lines) = await RunAsync(Summary(1, 0, 1, 0), 0, "# EdgeAI\n\nRun `dotnet test`.\n");
        Assert.StartsWith(".ci/run: README.md has no line that starts with 'dotnet test'", lines[^1], StringComparison.Ordinal);
        Assert.NotEqual(0, code);
    }

    [Fact]
    public async Task Run_Always_NamesFilesFromTheCheckoutOn()
    {
        (_, string[] lines) = await RunAsync("$PWD/tests/A.cs(1,1): warning\n" + Summary(1, 0, 1, 0), 0);
        Assert.Contains("tests/A.cs(1,1): warning", lines);
        Assert.DoesNotContain(lines, line => line.Contains(_folder, StringComparison.Ordinal));
    }

    private static string Summary(int total, int failed, int succeeded, int skipped) =>
        $"Test run summary:\n  total: {total}\n  failed: {failed}\n  succeeded: {succeeded}\n  skipped: {skipped}\n  duration: 1s";

    private async Task<(int Code, string[] Lines)> RunAsync(string testOutput, int testExitCode, string readme = Readme)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs /bin/bash, which .ci/run is written for");
        string checkout = Path.Combine(_folder, "checkout");
        string tools = Path.Combine(_folder, "tools");
        Directory.CreateDirectory(Path.Combine(checkout, ".ci"));
        Directory.CreateDirectory(tools);
        File.Copy(Checkout.PathOf(".ci", "run"), Path.Combine(checkout, ".ci", "run"));
        await File.WriteAllTextAsync(Path.Combine(checkout, "README.md"), readme, TestContext.Current.CancellationToken);
        string standIn = Path.Combine(tools, "dotnet");
        await File.WriteAllTextAsync(standIn, $"#!/bin/bash\n[[ $1 == test ]] || exit 0\ncat <<END\n{testOutput}\nEND\nexit {testExitCode}\n", TestContext.Current.CancellationToken);
        string npm = Path.Combine(tools, "npm");
        await File.WriteAllTextAsync(npm, "#!/bin/bash\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(standIn, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        ProcessStartInfo start = new("/bin/bash", ["-c", "exec bash .ci/run 2>&1"]) { WorkingDirectory = checkout, RedirectStandardOutput = true };
        start.Environment["PATH"] = tools + ":" + Environment.GetEnvironmentVariable("PATH");
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output.TrimEnd('\n').Split('\n'));
    }
}
