using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Thermal;

/// <summary>
/// Takes the EEPROM of an MLX90640, without which its pages are no temperatures. It does not change with time: no image is older or less
/// certain for it. One that is refused makes the pages unusable.
/// </summary>
/// <param name="imager">Shared with the <see cref="ThermalPageStage"/> of the same chip.</param>
public sealed class ThermalEepromInput(Mlx90640Imager imager) : ISampleConsumer<Image>
{
    /// <inheritdoc/>
    public void Take(in Sample<Image> sample) => imager.TakeEeprom(sample.Value);
}
