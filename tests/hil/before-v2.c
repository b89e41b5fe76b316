/* Runs a program as if the kernel were older than Linux 5.10: the requests of version 2 of the GPIO character device fail with EINVAL,
 * as they do there. A seccomp filter, so that it holds for every library and child. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ARGUMENT(n) offsetof(struct seccomp_data, args[n])          /* the low half: little-endian */

int main(int argc, char **argv)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(1)),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xffff),                /* type and number, whatever size and direction */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0xb405, 0, 2),          /* from GPIO_V2_GET_LINEINFO ... */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0xb408, 1, 0),          /* ... to GPIO_V2_GET_LINE */
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = { sizeof code / sizeof *code, code };

    if (argc < 2)
        return 2;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
        perror("seccomp");
        return 1;
    }
    execv(argv[1], argv + 1);
    perror(argv[1]);
    return 1;
}
