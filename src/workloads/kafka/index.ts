export { Kafka } from './kafka';
export { type KafkaProps, type KafkaTopicProps } from './props';
