using System;

namespace EdgeAI.Device.Networks;

/// <summary>What a 1-D convolution takes and gives, and how its kernel walks: channels of samples, all samples of channel 0 first.</summary>
public sealed class ConvolutionShape
{
    /// <summary>Channels taken.</summary>
    public readonly int InputChannels;

    /// <summary>Samples of each channel taken.</summary>
    public readonly int InputSamples;

    /// <summary>Channels given.</summary>
    public readonly int OutputChannels;

    /// <summary>Samples of the kernel.</summary>
    public readonly int Kernel;

    /// <summary>Samples from one place of the kernel to the next.</summary>
    public readonly int Stride;

    /// <summary>Samples of padding before the first one.</summary>
    public readonly int PaddingBefore;

    /// <summary>Samples of padding after the last one.</summary>
    public readonly int PaddingAfter;

    /// <summary>Samples of each channel given: (samples + padding - kernel) / stride + 1, rounded down.</summary>
    public readonly int OutputSamples;

    /// <summary>Makes a shape.</summary>
    /// <exception cref="ArgumentException">A size is outside its range, or the kernel is longer than samples and padding.</exception>
    public ConvolutionShape(int inputChannels, int inputSamples, int outputChannels, int kernel, int stride, int paddingBefore, int paddingAfter)
    {
        LayerRules.Size("convolution", "input channels", inputChannels, LayerRules.MostValues);
        LayerRules.Size("convolution", "input samples", inputSamples, LayerRules.MostValues / inputChannels);
        LayerRules.Size("convolution", "output channels", outputChannels, LayerRules.MostValues);
        LayerRules.Size("convolution", "kernel", kernel, LayerRules.MostValues);
        LayerRules.Size("convolution", "stride", stride, LayerRules.MostValues);
        if (paddingBefore < 0 || paddingAfter < 0 || paddingBefore >= kernel || paddingAfter >= kernel)
        {
            throw new ArgumentException("convolution: padding must be from 0 to one less than the kernel");
        }

        int room = inputSamples + paddingBefore + paddingAfter - kernel;
        if (room < 0)
        {
            throw new ArgumentException("convolution: a kernel of " + kernel + " is longer than the samples and their padding");
        }

        InputChannels = inputChannels;
        InputSamples = inputSamples;
        OutputChannels = outputChannels;
        Kernel = kernel;
        Stride = stride;
        PaddingBefore = paddingBefore;
        PaddingAfter = paddingAfter;
        OutputSamples = (room / stride) + 1;
        LayerRules.Size("convolution", "outputs", outputChannels * OutputSamples, LayerRules.MostValues);
    }
}
