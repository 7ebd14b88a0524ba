namespace EdgeAI.Tests.Flash;

/// <summary>What is printed is what would be run, for each of the boards, and nothing is run, whether tools are there or not.</summary>
public sealed class DryRunTests : IDisposable
{
    private const string Packages = "nuget restore firmware/EdgeAI.Firmware/packages.config -PackagesDirectory firmware/EdgeAI.Firmware/packages";
    private const string Source = "# generate firmware/EdgeAI.Firmware/Boards";

    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task DryRun_Esp32S3_PrintsEveryCommand()
    {
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", "/dev/ttyACM0", "--data-port", "/dev/ttyUSB0", "--dry-run");
        Assert.Equal(
            [
                "# esp32-s3-hand, target ESP32_S3_OCTAL, nanoFramework 1.x: nothing below is run",
                $"{Source}/esp32-s3-hand/Board.g.cs (new)",
                Packages,
                $"msbuild firmware/EdgeAI.Firmware/EdgeAI.Firmware.nfproj -p:Configuration=Release -p:Board=esp32-s3-hand -p:Family=Esp32 -p:OutputPath=../../artifacts/firmware/esp32-s3-hand/1.x/ -p:NanoFrameworkProjectSystemPath={_bench.PathOf("system")}/",
                "nanoff --update --target ESP32_S3_OCTAL --serialport /dev/ttyACM0",
                "nanoff --nanodevice --deploy --serialport /dev/ttyACM0 --image artifacts/firmware/esp32-s3-hand/1.x/EdgeAI.Firmware.bin",
                "# listen on /dev/ttyUSB0 at 921600 baud: hello, readings for 5 s, verdict",
            ],
            result.Answered(0).Lines);
        Assert.Empty(_bench.Calls);
        Assert.False(Directory.Exists(_bench.PathOf("firmware", "EdgeAI.Firmware", "Boards")));
    }

    [Fact]
    public async Task DryRun_Rp2350_UpdatesInBootselAndNamesNoSecret()
    {
        _bench.Environment["EDGEAI_WIFI_SSID"] = "hotel-lobby";
        _bench.Environment["EDGEAI_WIFI_PASSWORD"] = "correct-horse";
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("rp2350-wrist"), "--port", "/dev/ttyACM0", "--line", "2.0", "--dry-run");
        Assert.Equal(
            [
                "# rp2350-wrist, target PICO2_RP2350_W, nanoFramework 2.0 preview: nothing below is run",
                $"{Source}/rp2350-wrist/Board.g.cs (new)",
                "dotnet build firmware/EdgeAI.Firmware/EdgeAI.Firmware.csproj -c Release -p:Board=rp2350-wrist -p:Family=Rp2350 -o artifacts/firmware/rp2350-wrist/2.0",
                "# hold BOOTSEL while you plug in the board of /dev/ttyACM0, and no other board so",
                "nanoff --update --target PICO2_RP2350_W --preview",
                "nanoff --nanodevice --deploy --serialport /dev/ttyACM0 --image artifacts/firmware/rp2350-wrist/2.0/EdgeAI.Firmware.bin",
                "# FILE-WITH-WIFI-SETTINGS: from EDGEAI_WIFI_SSID and EDGEAI_WIFI_PASSWORD or asked for, readable by this user alone (0600), deleted afterwards",
                "nanoff --serialport /dev/ttyACM0 --networkdeployment FILE-WITH-WIFI-SETTINGS",
                "# listen on mqtt:robot.local:1883/humanoid-01/right_wrist: hello, readings for 5 s, verdict",
            ],
            result.Answered(0).Lines);
        Assert.Empty(_bench.Calls);
    }

    [Fact]
    public async Task DryRun_SeveralStm32WithoutAnyTool_PrintsEachBoardsCommands()
    {
        foreach (string tool in (string[])["dotnet", "nuget", "msbuild", "nanoff"])
        {
            _bench.Uninstall(tool);
        }

        _bench.Environment["NanoFrameworkProjectSystemPath"] = "";
        FlashResult result = await _bench.RunAsync(
            "--profile", FlashBench.Profile("stm32f769i-head"), "--ports", "/dev/ttyACM0,/dev/ttyACM1", "--data-ports", "/dev/ttyUSB0,tcp:10.0.0.7:4001", "--probes", "066DFF,077EAA", "--dry-run");
        Assert.Equal(
            [
                "# stm32f769i-head, target ST_STM32F769I_DISCOVERY, nanoFramework 1.x: nothing below is run",
                $"{Source}/stm32f769i-head/Board.g.cs (new)",
                Packages,
                "msbuild firmware/EdgeAI.Firmware/EdgeAI.Firmware.nfproj -p:Configuration=Release -p:Board=stm32f769i-head -p:Family=Stm32 -p:OutputPath=../../artifacts/firmware/stm32f769i-head/1.x/",
                "nanoff --update --target ST_STM32F769I_DISCOVERY --jtag --jtagid 066DFF",
                "nanoff --nanodevice --deploy --serialport /dev/ttyACM0 --image artifacts/firmware/stm32f769i-head/1.x/EdgeAI.Firmware.bin",
                "# listen on /dev/ttyUSB0 at 921600 baud: hello, its tares, readings for 5 s, verdict, a line in flashed-boards.csv",
                "nanoff --update --target ST_STM32F769I_DISCOVERY --jtag --jtagid 077EAA",
                "nanoff --nanodevice --deploy --serialport /dev/ttyACM1 --image artifacts/firmware/stm32f769i-head/1.x/EdgeAI.Firmware.bin",
                "# listen on tcp:10.0.0.7:4001 at 921600 baud: hello, its tares, readings for 5 s, verdict, a line in flashed-boards.csv",
            ],
            result.Answered(0).Lines);
    }
}
