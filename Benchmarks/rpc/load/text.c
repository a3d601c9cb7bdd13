#include "text.h"

#include <string.h>

// With the envelope around it a request of this length is 5.1 KB, about the mean of a Korean news article.
enum { article_bytes_max = 5030 };

// Places and people are invented.
static const char *const sentences[] = {
    "다온군은 12일 물빛도서관 앞마당에서 마을 기록 전시를 열고 주민이 모은 사진 240여 점을 처음 공개했다.",
    "전시는 1960년대 나루터에서 시작해 지난해 문을 연 강변 산책로까지 여섯 구역으로 나뉜다.",
    "사진마다 찍은 사람과 날짜, 장소를 적은 쪽지가 붙었고 모르는 것은 모른다고 적었다.",
    "기록 모임을 이끄는 나여울 씨는 잊히는 데는 한 세대면 충분하다며 더 늦기 전에 물어야 한다고 말했다.",
    "군은 자료를 디지털로 옮기는 데 3억 2천만 원을 들여 내년 봄까지 누구나 찾아볼 수 있게 할 계획이다.",
    "옛 제재소 자리에는 목공 작업실과 작은 상영관이 들어서며 주말마다 어린이 강좌가 열린다.",
    "첫날에만 1,800명이 다녀갔고 이 가운데 절반은 이웃한 새미시와 너른읍에서 온 것으로 집계됐다.",
    "한 방문객은 할머니가 일하던 공장의 이름을 오늘 처음 알았다며 오래 발길을 떼지 못했다.",
    "도서관은 평일 오전 10시부터 오후 7시까지 문을 열고 월요일과 공휴일 다음 날에는 쉰다.",
    "전문가들은 작은 지역의 기록일수록 남긴 사람의 목소리를 함께 보존해야 한다고 조언한다.",
    "군의회는 다음 달 조례를 고쳐 기증받은 자료의 권리와 쓰임을 분명히 하기로 했다.",
    "모임은 가을부터 이웃 마을 다섯 곳을 차례로 찾아가 같은 방식으로 이야기를 듣는다.",
    "비가 오면 행사는 실내로 옮겨 열리며 주차장은 강 건너 공설운동장을 쓰면 된다.",
};
enum { sentence_count = sizeof sentences / sizeof *sentences };

static Text article_text(void) {
  static char bytes[article_bytes_max + 1];
  size_t length = 0;
  // A stride that shares no factor with the count: each round brings all sentences, and none stands beside its like.
  for (size_t i = 0;; i += 5) {
    const char *sentence = sentences[i % sentence_count];
    size_t added = strlen(sentence);
    if (length + added + 1 > article_bytes_max) break;
    if (length > 0) bytes[length++] = ' ';
    memcpy(bytes + length, sentence, added);
    length += added;
  }
  return (Text){bytes, length};
}

Text payload_text(Payload payload) {
  static const char ping[] = "ping 안녕";
  return payload == PAYLOAD_PING ? (Text){ping, sizeof ping - 1} : article_text();
}
