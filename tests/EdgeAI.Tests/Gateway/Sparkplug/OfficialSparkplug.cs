using System.Diagnostics;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>Eclipse Tahu's payload library from the npm registry, run by Node.js; skips the running test, saying so, where it cannot be had.</summary>
internal static class OfficialSparkplug
{
    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <summary>The library's JSON for each payload.</summary>
    public static async Task<string[]> DecodeAsync(params byte[][] payloads) => await RunAsync(["decode", .. payloads.Select(Convert.ToHexStringLower)]);

    /// <summary>The library's bytes for each payload given as JSON.</summary>
    public static async Task<byte[][]> EncodeAsync(params string[] payloads) => [.. (await RunAsync(["encode", .. payloads])).Select(Convert.FromHexString)];

    private static async Task<string[]> RunAsync(string[] arguments)
    {
        string folder = await InstallAsync();
        (int code, string output) = await StartAsync("node", folder, ["payload.mjs", .. arguments]);
        Assert.True(code == 0, output);
        return output.TrimEnd('\n').Split('\n');
    }

    private static async Task<string> InstallAsync()
    {
        string source = Checkout.PathOf("tests", "EdgeAI.Tests", "Gateway", "Sparkplug", "OfficialLibrary");
        string target = Checkout.PathOf("artifacts", "sparkplug-official-library");
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            Directory.CreateDirectory(target);
            File.Copy(Path.Combine(source, "payload.mjs"), Path.Combine(target, "payload.mjs"), overwrite: true);
            string wanted = await File.ReadAllTextAsync(Path.Combine(source, "package.json"), TestContext.Current.CancellationToken);
            string installed = Path.Combine(target, "installed.json");
            if (!File.Exists(installed) || await File.ReadAllTextAsync(installed, TestContext.Current.CancellationToken) != wanted)
            {
                await File.WriteAllTextAsync(Path.Combine(target, "package.json"), wanted, TestContext.Current.CancellationToken);
                (int code, string output) = await StartAsync("npm", target, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
                if (code != 0)
                {
                    string reason = $"needs npm and its registry for sparkplug-payload, Eclipse Tahu's library: {output.Trim()}";
                    Assert.True(Environment.GetEnvironmentVariable("CI") != "true", reason);
                    Assert.Skip(reason);
                }

                File.Copy(Path.Combine(target, "package.json"), installed, overwrite: true);
            }
        }
        finally
        {
            Installing.Release();
        }

        return target;
    }

    private static async Task<(int Code, string Output)> StartAsync(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, $"{program}: {exception.Message}");
        }
    }
}
